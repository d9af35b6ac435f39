import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;

public class Main {
    /** A status, and what is sent as JSON, or null. */
    record Answer(int status, Object content) {}

    static Answer handle(String method, String path, String body) throws Exception {
        if (method.equals("PUT") && path.startsWith("/simulate/")) {
            return new Answer(Backends.simulate(path.substring("/simulate/".length()), body) ? 204 : 400, null);
        }
        return switch (method + " " + path) {
            case "GET /readyz" -> {
                // TODO: what if it is down, or says nothing for a long time? And what of the cache?
                Backends.ping("database");
                yield new Answer(200, Map.of("status", "ready", "checks", Map.of("database", "up")));
            }
            // TODO: GET /livez and POST /drain
            default -> new Answer(404, Map.of("error", "There is nothing here."));
        };
    }

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::respond);
        server.start();
    }

    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readNBytes(1000), StandardCharsets.UTF_8);
            Answer answer;
            try {
                answer = handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            } catch (Exception e) {
                answer = new Answer(500, Map.of("error", e.getMessage()));
            }
            if (answer.content() == null) {
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            byte[] data = Json.print(answer.content()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), data.length);
            exchange.getResponseBody().write(data);
        }
    }
}
