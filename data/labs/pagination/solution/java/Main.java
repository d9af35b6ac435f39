import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

public class Main {
    record Book(long id, String title, String added) {}

    record Page(List<Book> items, String next) {}

    /** A request that is answered with this status and title. */
    static final class Problem extends RuntimeException {
        final int status;

        Problem(int status, String title) {
            super(title);
            this.status = status;
        }
    }

    /** In no special order. Requests run in threads, so every method that looks at it is synchronized. */
    static final List<Book> BOOKS = new ArrayList<>();
    static long lastId = 0;

    static {
        while (lastId < 120) {
            lastId++;
            BOOKS.add(new Book(lastId, "Book " + lastId, String.format("2026-03-%02d", lastId * 7 % 10 + 1)));
        }
    }

    /** Where books stand, by all that the order depends on. */
    record Place(String added, long id) {
        Place(Book book) {
            this(book.added(), book.id());
        }
    }

    static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::added).thenComparing(Place::id).reversed();
    static final Pattern CURSOR = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d{1,15})");

    /** One page. The arguments are null where the request does not have them. */
    static synchronized Page listBooks(String limit, String after) {
        int size = parseLimit(limit == null ? "20" : limit);
        Stream<Book> books = BOOKS.stream();
        if (after != null) {
            Place start = parseCursor(after);
            books = books.filter(book -> NEWEST_FIRST.compare(new Place(book), start) > 0);
        }
        // One more than asked for tells whether there is another page. A database would use an index on added and id.
        List<Book> found = books.sorted(Comparator.comparing(Place::new, NEWEST_FIRST)).limit(size + 1).toList();
        if (found.size() <= size) {
            return new Page(found, null);
        }
        return new Page(found.subList(0, size), cursorOf(new Place(found.get(size - 1))));
    }

    static int parseLimit(String text) {
        if (!text.matches("0*[1-9]\\d{0,8}")) {
            throw new Problem(400, "The limit must be a whole number from 1 on");
        }
        return Math.min(Integer.parseInt(text), 100);
    }

    /** It stays valid when the book at this place is deleted. */
    static String cursorOf(Place place) {
        byte[] text = (place.added() + " " + place.id()).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    static Place parseCursor(String text) {
        try {
            Matcher match = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (match.matches()) {
                return new Place(match.group(1), Long.parseLong(match.group(2)));
            }
        } catch (IllegalArgumentException notBase64) {
            // As wrong as any other text.
        }
        throw new Problem(400, "The cursor is not one of ours");
    }

    static synchronized Book addBook(Map<?, ?> fields) {
        Book book = new Book(++lastId, String.valueOf(fields.get("title")), String.valueOf(fields.get("added")));
        BOOKS.add(book);
        return book;
    }

    static synchronized void deleteBook(String path) {
        if (!BOOKS.removeIf(book -> path.equals("/books/" + book.id()))) {
            throw new Problem(404, "There is nothing at " + path);
        }
    }

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/books") && method.equals("GET")) {
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            send(exchange, 200, listBooks(query.get("limit"), query.get("after")), "application/json");
        } else if (path.equals("/books") && method.equals("POST")) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            send(exchange, 201, addBook((Map<?, ?>) Json.parse(text)), "application/json");
        } else if (method.equals("DELETE")) {
            deleteBook(path);
            exchange.sendResponseHeaders(204, -1);
        } else {
            throw new Problem(404, "There is nothing at " + path);
        }
    }

    static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
            query.putIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), value);
        }
        return query;
    }

    static void send(HttpExchange exchange, int status, Object value, String type) throws IOException {
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (Problem problem) {
                Map<String, Object> document = Map.of("title", problem.getMessage(), "status", problem.status);
                send(exchange, problem.status, document, "application/problem+json");
            }
        }
    }

    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::serve);
        server.start();
    }
}
