import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

public class Main {
    static void answer(HttpExchange exchange) throws IOException {
        // Json.parse makes maps, lists, strings, Long, Double and Boolean of a text, and throws a Json.SyntaxException.
        Object body = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        // TODO: look at the path, at the type of the body, and at each field, as the brief says.
        send(exchange, 201, body, "application/json");
    }

    /** Answers with JSON; Json.print takes maps, lists and records. */
    static void send(HttpExchange exchange, int status, Object value, String type) throws IOException {
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
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
