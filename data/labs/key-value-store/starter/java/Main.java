import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

public class Main {
    /** Sorted by key. TODO: it is all gone when the program ends. Keep it in files below DATA_DIR. */
    private static final Map<String, byte[]> VALUES = new ConcurrentSkipListMap<>();

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::handle);
        server.start();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/keys")) {
                byte[] list = Json.print(VALUES.keySet()).getBytes(StandardCharsets.UTF_8);
                answer(exchange, 200, "application/json", list);
                return;
            }
            if (!path.startsWith("/keys/")) {
                answer(exchange, 404);
                return;
            }
            // TODO: in the path the key is percent-encoded.
            String key = path.substring("/keys/".length());
            switch (exchange.getRequestMethod()) {
                case "GET" -> {
                    byte[] value = VALUES.get(key);
                    if (value == null) answer(exchange, 404);
                    else answer(exchange, 200, "application/octet-stream", value);
                }
                case "PUT" -> {
                    byte[] before = VALUES.put(key, exchange.getRequestBody().readAllBytes());
                    answer(exchange, before == null ? 201 : 204);
                }
                // TODO: DELETE
                default -> answer(exchange, 405);
            }
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        // To this server 0 means "as much as comes", and -1 means nothing.
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
