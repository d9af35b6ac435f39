import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

public class Main {
    private static final int MAX_VALUE = 1024 * 1024;

    private final Store store;

    private Main(Store store) {
        this.store = store;
    }

    public static void main(String[] args) throws IOException {
        Main main = new Main(new Store(Path.of(System.getenv("DATA_DIR"))));
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", main::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                route(exchange);
            } catch (RuntimeException | IOException e) {
                e.printStackTrace();
                // Fails in turn if the answer has been begun; then the connection is closed.
                answer(exchange, 500);
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/keys")) {
            if (method.equals("GET")) list(exchange);
            else answer(exchange, 405);
        } else if (path.startsWith("/keys/") && path.length() > "/keys/".length()) {
            // Made for forms, this takes a plus for a space; in a path it is a plus.
            String encoded = path.substring("/keys/".length()).replace("+", "%2B");
            String key = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            switch (method) {
                case "GET" -> get(exchange, key);
                case "PUT" -> put(exchange, key);
                case "DELETE" -> answer(exchange, store.delete(key) ? 204 : 404);
                default -> answer(exchange, 405);
            }
        } else {
            answer(exchange, 404);
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        answer(exchange, 200, "application/json", Json.print(store.keys()).getBytes(StandardCharsets.UTF_8));
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        byte[] value = store.get(key);
        if (value == null) answer(exchange, 404);
        else answer(exchange, 200, "application/octet-stream", value);
    }

    private void put(HttpExchange exchange, String key) throws IOException {
        byte[] value = exchange.getRequestBody().readNBytes(MAX_VALUE + 1);
        if (value.length > MAX_VALUE) answer(exchange, 413);
        else answer(exchange, store.set(key, value) ? 201 : 204);
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
