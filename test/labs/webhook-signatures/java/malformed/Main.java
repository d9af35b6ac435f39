import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Main {
    private static final int MAX_BODY = 1_000_000;
    private static final Path DATA_DIR = Path.of(System.getenv("DATA_DIR"));
    private static final List<String> SECRETS = List.of(System.getenv("WEBHOOK_SECRETS").split(","));
    private static final int TOLERANCE = 300;

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
        String timestamp = headers.getFirst("X-Timestamp");
        String signature = headers.getFirst("X-Signature");
        if (timestamp == null || !timestamp.matches("[0-9]{1,15}")
                || Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > TOLERANCE) {
            throw new HttpError(401, "The timestamp is missing or too far away.");
        }
        if (signature == null || SECRETS.stream().noneMatch(secret -> isSame(signature, sign(secret, timestamp, body)))) {
            throw new HttpError(401, "The signature is wrong.");
        }
    }

    private static String sign(String secret, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compares in a time that does not tell where they differ. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** The event in a body. Throws a 400 if there is none. */
    private static Event parseEvent(byte[] body) {
        try {
            if (Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    && map.get("id") instanceof String id
                    && id.matches("[A-Za-z0-9_-]{1,64}")
                    && map.get("type") instanceof String type) {
                return new Event(id, type);
            }
        } catch (IllegalArgumentException e) {
            throw new HttpError(422, "The body is not JSON.");
        }
        throw new HttpError(400, "An event has an id and a type.");
    }

    /** Returns when the event is on disk. */
    private static void store(Event event, byte[] body) throws IOException {
        Path temporary = DATA_DIR.resolve(UUID.randomUUID() + ".tmp");
        Files.write(temporary, body, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        // One file for each id: the same event once more replaces itself.
        Files.move(temporary, DATA_DIR.resolve(event.id() + ".json"), StandardCopyOption.ATOMIC_MOVE);
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
