import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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

    /** One lock per counter, so that different counters do not wait for each other. */
    private static final ConcurrentMap<String, Object> LOCKS = new ConcurrentHashMap<>();

    private static Object lockOf(String name) {
        return LOCKS.computeIfAbsent(name, unused -> new Object());
    }

    static Answer handle(String method, String path, String body) throws IOException {
        Matcher route = ROUTE.matcher(path);
        if (!route.matches()) return Answer.error(404, "There is nothing here.");
        String name = route.group(1);
        String action = route.group(2) == null ? "value" : route.group(2);
        return switch (method + " " + action) {
            case "GET value" -> Answer.of(name, Store.read(name));
            case "PUT value" -> put(name, body);
            case "POST increment" -> add(name, 1);
            case "POST decrement" -> add(name, -1);
            default -> Answer.error(405, "This method does not work here.");
        };
    }

    private static Answer put(String name, String text) throws IOException {
        long value = text.matches("[0-9]{1,7}") ? Long.parseLong(text) : -1;
        if (value < 0 || value > 1_000_000) {
            return Answer.error(400, "The body must be a whole number from 0 to 1000000.");
        }
        synchronized (lockOf(name)) {
            Store.write(name, value);
        }
        return Answer.of(name, value);
    }

    private static Answer add(String name, int change) throws IOException {
        synchronized (lockOf(name)) {
            long value = Store.read(name) + change;
            if (value < 0) return Answer.error(409, "Nothing is left.");
            Store.write(name, value);
            return Answer.of(name, value);
        }
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
