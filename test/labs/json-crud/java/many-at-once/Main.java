import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Main {
    record Book(long id, String title, String author) {}

    /** What a client may say of a book. */
    record Fields(String title, String author) {}

    /** A request that is answered with this status and message. */
    static final class Refused extends RuntimeException {
        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** The books, for many threads at a time. */
    static final class Shelf {
        private final Map<Long, Book> books = new LinkedHashMap<>();
        private long lastId = 0;

        synchronized List<Book> all() {
            return new ArrayList<>(books.values());
        }

        Book add(Fields fields) {
            Book book = new Book(lastId + 1, fields.title(), fields.author());
            try {
                Thread.sleep(50); // As long as a database takes.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            lastId = book.id();
            books.put(book.id(), book);
            return book;
        }

        synchronized Book get(long id) {
            Book book = books.get(id);
            if (book == null) {
                throw new Refused(404, "There is no book " + id);
            }
            return book;
        }

        synchronized Book replace(long id, Fields fields) {
            get(id);
            Book book = new Book(id, fields.title(), fields.author());
            books.put(id, book);
            return book;
        }

        synchronized void delete(long id) {
            get(id);
            books.remove(id);
        }
    }

    static final Pattern BOOK = Pattern.compile("/books/([1-9]\\d{0,14})");
    static final Shelf SHELF = new Shelf();

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher book = BOOK.matcher(path);
        if (path.equals("/books")) {
            collection(exchange);
        } else if (book.matches()) {
            book(exchange, Long.parseLong(book.group(1)));
        } else {
            throw new Refused(404, "There is nothing at " + path);
        }
    }

    static void collection(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, 200, SHELF.all());
            case "POST" -> {
                Book book = SHELF.add(readBook(exchange));
                exchange.getResponseHeaders().set("Location", "/books/" + book.id());
                send(exchange, 201, book);
            }
            default -> notAllowed(exchange, "GET, POST");
        }
    }

    static void book(HttpExchange exchange, long id) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> send(exchange, 200, SHELF.get(id));
            case "PUT" -> send(exchange, 200, SHELF.replace(id, readBook(exchange)));
            case "DELETE" -> {
                SHELF.delete(id);
                send(exchange, 204, null);
            }
            default -> notAllowed(exchange, "GET, PUT, DELETE");
        }
    }

    /** Title and author from the body, and nothing else that may be in it. */
    static Fields readBook(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (Json.parse(text) instanceof Map<?, ?> body
                    && body.get("title") instanceof String title
                    && body.get("author") instanceof String author) {
                return new Fields(title, author);
            }
        } catch (Json.SyntaxException e) {
            throw new Refused(400, "The body is not JSON: " + e.getMessage());
        }
        throw new Refused(400, "A book needs a title and an author, both text");
    }

    static void notAllowed(HttpExchange exchange, String allow) throws IOException {
        exchange.getResponseHeaders().set("Allow", allow);
        send(exchange, 405, Map.of("error", "Only " + allow + " are allowed here"));
    }

    /** Answers with JSON; without a body where the status is 204. */
    static void send(HttpExchange exchange, int status, Object value) throws IOException {
        if (status == 204) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] body = Json.print(value).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
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
        InetSocketAddress address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::serve);
        server.start();
    }
}
