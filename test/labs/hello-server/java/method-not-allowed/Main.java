import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

public class Main {
    private static final Set<String> ALLOWED = Set.of("GET", "HEAD");

    public static void main(String[] arguments) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var greeting = greeting(exchange.getRequestURI().getPath(), exchange.getRequestURI().getRawQuery());
            if (greeting.isEmpty()) {
                send(exchange, 404, "Not found\n");
            } else if (!ALLOWED.contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 400, "Method not allowed\n");
            } else {
                send(exchange, 200, greeting.get());
            }
        }
    }

    /** The greeting for a path; empty where there is nothing. */
    private static Optional<String> greeting(String path, String query) {
        return switch (path) {
            case "/" -> Optional.of("Hello, world!\n");
            case "/hello" -> Optional.of("Hello, " + parameter(query, "name").orElse("world") + "!\n");
            default -> Optional.empty();
        };
    }

    private static Optional<String> parameter(String query, String name) {
        for (var field : (query == null ? "" : query).split("&")) {
            var parts = field.split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                return Optional.of(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            // -1 says that no body follows; the length is that of the body left out.
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
