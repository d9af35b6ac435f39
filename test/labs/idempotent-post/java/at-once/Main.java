import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public class Main {
    /** An order or a refund. The key is a part of it, so that no crash can separate them. */
    record Entry(String kind, String key, long id, String item, long quantity) {
        static Entry of(Map<?, ?> map) {
            return new Entry(
                    (String) map.get("kind"), (String) map.get("key"), (Long) map.get("id"),
                    (String) map.get("item"), (Long) map.get("quantity"));
        }
    }

    /** What a client says of an entry. */
    record Fields(String item, long quantity) {}

    /** What clients see of an entry. */
    record Visible(long id, String item, long quantity) {
        Visible(Entry entry) {
            this(entry.id(), entry.item(), entry.quantity());
        }
    }

    /** A request that is answered with this status and message. */
    static final class Refused extends RuntimeException {
        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** All entries, oldest first, in memory and in a file. Requests run in threads, so each method holds the lock. */
    static final class Entries {
        private final Path file;
        private final List<Entry> entries = new ArrayList<>();

        Entries(Path file) throws IOException {
            this.file = file;
            if (Files.exists(file)) {
                for (Object entry : (List<?>) Json.parse(Files.readString(file))) {
                    entries.add(Entry.of((Map<?, ?>) entry));
                }
            }
        }

        synchronized List<Entry> ofKind(String kind) {
            return entries.stream().filter(entry -> entry.kind().equals(kind)).toList();
        }

        /** The entry for this key, which is made if there is none yet. A database would have a unique index on the key. */
        Entry create(String kind, Fields fields, String key) throws IOException {
            for (Entry earlier : entries) {
                if (earlier.key().equals(key)) {
                    if (!earlier.equals(new Entry(kind, key, earlier.id(), fields.item(), fields.quantity()))) {
                        throw new Refused(422, "This key was used for another request");
                    }
                    return earlier;
                }
            }
            try {
                Thread.sleep(50); // As long as a database takes.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Entry entry = new Entry(kind, key, ofKind(kind).size() + 1, fields.item(), fields.quantity());
            store(entry);
            return entry;
        }

        /** The file is replaced as a whole, so a crash leaves the old or the new one. */
        private void store(Entry entry) throws IOException {
            List<Entry> all = new ArrayList<>(entries);
            all.add(entry);
            Path copy = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(copy, Json.print(all), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            entries.add(entry);
        }
    }

    static Entries entries;

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/orders") && !path.equals("/refunds")) {
            throw new Refused(404, "There is nothing at " + path);
        }
        String kind = path.substring(1);
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, 200, entries.ofKind(kind).stream().map(Visible::new).toList());
            case "POST" -> {
                Entry entry = entries.create(kind, readFields(exchange), readKey(exchange));
                exchange.getResponseHeaders().set("Location", path + "/" + entry.id());
                send(exchange, 201, new Visible(entry));
            }
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, POST");
                throw new Refused(405, "Only GET and POST are allowed here");
            }
        }
    }

    static String readKey(HttpExchange exchange) {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null || key.isEmpty() || key.length() > 255) {
            throw new Refused(400, "Send a header Idempotency-Key of 1 to 255 characters");
        }
        return key;
    }

    static Fields readFields(HttpExchange exchange) throws IOException {
        try {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (Json.parse(text) instanceof Map<?, ?> body
                    && body.get("item") instanceof String item && !item.isEmpty()
                    && body.get("quantity") instanceof Long quantity && quantity >= 1) {
                return new Fields(item, quantity);
            }
        } catch (Json.SyntaxException e) {
            throw new Refused(400, "The body is not JSON: " + e.getMessage());
        }
        throw new Refused(422, "An item must be a text, and a quantity a whole number from 1 on");
    }

    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (Refused refused) {
                send(exchange, refused.status, Map.of("error", refused.getMessage()));
            }
        }
    }

    public static void main(String[] args) throws IOException {
        entries = new Entries(Path.of(System.getenv("DATA_DIR"), "entries.json"));
        InetSocketAddress address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::serve);
        server.start();
    }
}
