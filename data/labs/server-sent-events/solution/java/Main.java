import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

public class Main {
    private static final int MAX_MESSAGE = 64 * 1024;

    private final Channel channel;

    private Main(Channel channel) {
        this.channel = channel;
    }

    public static void main(String[] args) throws IOException {
        Main main = new Main(new Channel(new History(Path.of(System.getenv("DATA_DIR")))));
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
        byte[] body = exchange.getRequestBody().readNBytes(MAX_MESSAGE + 1);
        if (body.length > MAX_MESSAGE) {
            exchange.sendResponseHeaders(413, -1);
            return;
        }
        History.Message message = channel.publish(new String(body, StandardCharsets.UTF_8));
        byte[] data = ("{\"id\":" + message.id() + "}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(201, data.length);
        exchange.getResponseBody().write(data);
    }

    private void stream(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        boolean returns = last != null && last.matches("[0-9]{1,15}");
        Channel.Subscription subscription = channel.join(returns ? Long.parseLong(last) : -1);
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            // No length: as much as comes.
            exchange.sendResponseHeaders(200, 0);
            send(exchange, ": welcome\n\n");
            for (History.Message message : subscription.missed()) send(exchange, event(message));
            while (channel.contains(subscription)) {
                History.Message message = subscription.queue().poll(15, TimeUnit.SECONDS);
                // A comment finds out whether the client is still there, and shows proxies that the connection is in use.
                send(exchange, message == null ? ": still here\n\n" : event(message));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.leave(subscription);
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private static String event(History.Message message) {
        StringBuilder event = new StringBuilder("id: " + message.id() + "\n");
        for (String line : message.text().split("\r\n|\r|\n", -1)) event.append("data: ").append(line).append('\n');
        return event.append('\n').toString();
    }
}
