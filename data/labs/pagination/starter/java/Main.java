import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

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

    /** One page. The arguments are null where the request does not have them. */
    static synchronized Page listBooks(String limit, String after) {
        // TODO: order the books, look at limit and after, and say in next where the following page begins.
        // throw new Problem(400, "…") answers with a problem document.
        return new Page(List.copyOf(BOOKS), null);
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
