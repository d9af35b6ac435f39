import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Main {
    private static final Pattern ROUTE = Pattern.compile("/counters/([a-z0-9-]{1,40})(?:/(increment|decrement))?");

    /** A status, and JSON. */
    record Answer(int status, String json) {
        static Answer of(String name, long value) {
            return new Answer(200, "{\"name\":\"" + name + "\",\"value\":" + value + "}");
        }

        static Answer error(int status, String message) {
            return new Answer(status, "{\"error\":\"" + message + "\"}");
        }
    }

    static Answer increment(String name) throws IOException {
        // TODO: fifty of these at once must still add fifty. Each request runs in a thread of its own.
        long value = Store.read(name) + 1;
        Store.write(name, value);
        return Answer.of(name, value);
    }

    static Answer handle(String method, String path, String body) throws IOException {
        Matcher route = ROUTE.matcher(path);
        if (!route.matches()) return Answer.error(404, "There is nothing here.");
        String name = route.group(1);
        String action = route.group(2);
        if (method.equals("GET") && action == null) return Answer.of(name, Store.read(name));
        if (method.equals("POST") && "increment".equals(action)) return increment(name);
        // TODO: POST …/decrement, with 409 when there is nothing left.
        // TODO: PUT, with 400 for a body that is no whole number.
        return Answer.error(405, "This method does not work here.");
    }

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readNBytes(1000), StandardCharsets.UTF_8);
            Answer answer;
            try {
                answer = handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            } catch (IOException | RuntimeException e) {
                e.printStackTrace();
                answer = Answer.error(500, "Something went wrong.");
            }
            byte[] data = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), data.length);
            exchange.getResponseBody().write(data);
        }
    }
}
