import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public class Main {
    record Tea(int id, String name, int cents) {}

    static final List<Tea> TEAS = List.of(new Tea(1, "Assam", 450), new Tea(2, "Sencha", 720), new Tea(3, "Rooibos", 390));

    static void answer(HttpExchange exchange) throws IOException {
        // TODO: look at exchange.getRequestMethod() and exchange.getRequestURI(), and answer as the table in the brief says.
        send(exchange, 501, Map.of("error", "Not built yet"));
    }

    /** The whole body of the request as text. */
    static String readText(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Answers with JSON; Json.print takes records, maps and lists. Other headers are set before, with exchange.getResponseHeaders(). */
    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        // TODO: no body when the request was HEAD; a length of -1 means that none follows.
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
