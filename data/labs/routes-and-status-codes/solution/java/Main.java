import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Main {
    record Tea(int id, String name, int cents) {}

    /** What a method does on a path; the matcher holds the parts of the path. */
    interface Handler {
        void handle(HttpExchange exchange, Matcher path) throws IOException;
    }

    record Route(Pattern path, Map<String, Handler> methods) {
        Route(String path, String method, Handler handler) {
            this(Pattern.compile(path), Map.of(method, handler));
        }
    }

    static final List<Tea> TEAS = List.of(new Tea(1, "Assam", 450), new Tea(2, "Sencha", 720), new Tea(3, "Rooibos", 390));

    static final List<Route> ROUTES = List.of(
            new Route("/teas", "GET", (exchange, path) -> send(exchange, 200, TEAS)),
            new Route("/teas/([^/]+)", "GET", (exchange, path) -> showTea(exchange, path.group(1))),
            new Route("/orders", "POST", (exchange, path) -> placeOrder(exchange)),
            new Route("/menu", "GET", (exchange, path) -> moved(exchange)));

    static void showTea(HttpExchange exchange, String id) throws IOException {
        for (Tea tea : TEAS) {
            if (Integer.toString(tea.id()).equals(id)) {
                send(exchange, 200, tea);
                return;
            }
        }
        send(exchange, 404, Map.of("error", "There is no tea " + id));
    }

    static void placeOrder(HttpExchange exchange) throws IOException {
        String order = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (order.isEmpty()) {
            send(exchange, 400, Map.of("error", "Name the tea that you want"));
        } else {
            send(exchange, 201, Map.of("order", order));
        }
    }

    static void moved(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Location", "/teas");
        send(exchange, 301, Map.of("location", "/teas"));
    }

    /** The path decides about 404, and only then the method about 405. */
    static void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        for (Route route : ROUTES) {
            Matcher match = route.path().matcher(path);
            if (!match.matches()) {
                continue;
            }
            Handler handler = route.methods().get(method.equals("HEAD") ? "GET" : method);
            if (handler != null) {
                handler.handle(exchange, match);
                return;
            }
            TreeSet<String> allowed = new TreeSet<>(route.methods().keySet());
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
            send(exchange, 405, Map.of("error", method + " is not allowed here"));
            return;
        }
        send(exchange, 404, Map.of("error", "There is nothing at " + path));
    }

    /** Answers with JSON; with its headers alone when the request was HEAD. */
    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
    }
}
