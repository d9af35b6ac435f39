import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public class Main {
    record Book(long id, String title, String author) {}

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/books") && exchange.getRequestMethod().equals("GET")) {
            // TODO: all books, in the order in which they were added.
            send(exchange, 200, List.of(new Book(1, "An example", "Nobody")));
            return;
        }
        // TODO: POST /books, and GET, PUT and DELETE of /books/{id}. Each request runs in a thread of its own.
        // Json.parse makes maps, lists and strings of a text, and throws a Json.SyntaxException.
        send(exchange, 404, Map.of("error", "There is nothing at " + path));
    }

    /** The whole body of the request as text. */
    static String readText(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Answers with JSON; without a body where the status is 204. Other headers are set before, with exchange.getResponseHeaders(). */
    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        if (status == 204) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
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
