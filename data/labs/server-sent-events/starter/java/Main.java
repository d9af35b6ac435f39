import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

public class Main {
    private final History history;

    private Main(History history) {
        this.history = history;
    }

    public static void main(String[] args) throws IOException {
        Main main = new Main(new History(Path.of(System.getenv("DATA_DIR"))));
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        // Each request runs in a thread of its own.
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", main::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "POST /messages" -> post(exchange);
                case "GET /events" -> stream(exchange);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        History.Message message;
        synchronized (history) {
            message = history.append(text);
        }
        // TODO: hand it to everybody who is connected.
        byte[] data = ("{\"id\":" + message.id() + "}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, data.length);
        exchange.getResponseBody().write(data);
    }

    private void stream(HttpExchange exchange) throws IOException {
        // TODO: the headers of an event stream, at once; what was missed since the header Last-Event-ID; then what is new, as long as the
        // client stays. A length of 0 in sendResponseHeaders means "as much as comes"; flush the body after each event.
        exchange.sendResponseHeaders(501, -1);
    }
}
