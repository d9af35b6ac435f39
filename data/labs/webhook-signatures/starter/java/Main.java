import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public final class Main {
    private static final int MAX_BODY = 1_000_000;
    private static final Path DATA_DIR = Path.of(System.getenv("DATA_DIR"));
    private static final List<String> SECRETS = List.of(System.getenv("WEBHOOK_SECRETS").split(","));

    private record Event(String id, String type) {}

    private static final class HttpError extends RuntimeException {
        private final int status;

        HttpError(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 128);
        server.createContext("/", Main::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "POST /webhooks" -> receive(exchange);
                case "GET /events" -> send(exchange, 200, Map.of("events", events()));
                default -> throw new HttpError(404, "There is nothing here.");
            }
        } catch (HttpError error) {
            send(exchange, error.status, Map.of("error", error.getMessage()));
        } catch (RuntimeException error) {
            error.printStackTrace();
            send(exchange, 500, Map.of("error", "Something went wrong."));
        } finally {
            exchange.close();
        }
    }

    private static void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new HttpError(413, "The body is too long.");
        }
        verify(exchange.getRequestHeaders(), body);
        store(parseEvent(body), body);
        exchange.sendResponseHeaders(204, -1);
    }

    /** Throws a 401 unless the provider has sent just this body, and not long ago. */
    private static void verify(Headers headers, byte[] body) {
        // TODO: headers.getFirst("X-Timestamp"), headers.getFirst("X-Signature") and SECRETS decide.
    }

    /** The event in a body. Throws a 400 if there is none. */
    private static Event parseEvent(byte[] body) {
        try {
            if (Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    && map.get("id") instanceof String id
                    && map.get("type") instanceof String type) {
                return new Event(id, type);
            }
        } catch (IllegalArgumentException e) {
            // TODO: answer 400 to what is not JSON.
        }
        // TODO: answer 400 to what is no event.
        return null;
    }

    /** Returns when the event is on disk. */
    private static void store(Event event, byte[] body) throws IOException {
        // TODO: store it once, however often it comes, and so that a crash leaves no half of it.
    }

    /** The stored events: the files *.json in DATA_DIR, which are named after their ids. */
    private static List<Event> events() throws IOException {
        var events = new ArrayList<Event>();
        try (var files = Files.newDirectoryStream(DATA_DIR, "*.json")) {
            for (Path file : files) {
                events.add(parseEvent(Files.readAllBytes(file)));
            }
        }
        events.sort(Comparator.comparing(Event::id));
        return events;
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.print(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
