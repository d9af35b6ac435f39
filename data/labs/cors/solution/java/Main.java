import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

public final class Main {
    private record Note(int id, String text) {}

    private static final class HttpError extends RuntimeException {
        private final int status;

        HttpError(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Stands in front of the routes: says which pages may read the answers, and which may write. */
    private static final class Cors extends Filter {
        private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

        private final Set<String> allowed = Set.of(System.getenv("ALLOWED_ORIGINS").split(","));

        @Override
        public String description() {
            return "Cross-origin resource sharing";
        }

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            String origin = exchange.getRequestHeaders().getFirst("Origin");
            String method = exchange.getRequestMethod();
            var headers = exchange.getResponseHeaders();
            headers.set("Vary", "Origin");
            if (origin != null && allowed.contains(origin)) {
                headers.set("Access-Control-Allow-Origin", origin);
                headers.set("Access-Control-Allow-Credentials", "true");
                headers.set("Access-Control-Expose-Headers", "Location");
                if (method.equals("OPTIONS")) {
                    headers.set("Access-Control-Allow-Methods", "GET, POST");
                    headers.set("Access-Control-Allow-Headers", "Content-Type");
                    headers.set("Access-Control-Max-Age", "7200");
                }
            } else if (origin != null && !SAFE_METHODS.contains(method)) {
                send(exchange, 403, Map.of("error", "Pages of this origin may not write here."));
                exchange.close();
                return;
            }
            if (method.equals("OPTIONS")) {
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
                return;
            }
            chain.doFilter(exchange);
        }
    }

    private final List<Note> notes = new CopyOnWriteArrayList<>();

    public static void main(String[] args) throws IOException {
        var main = new Main();
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/", main::answer).getFilters().add(new Cors());
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /notes" -> send(exchange, 200, Map.of("notes", notes));
                case "POST /notes" -> addNote(exchange);
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

    private void addNote(HttpExchange exchange) throws IOException {
        String text = readText(exchange);
        Note note;
        synchronized (notes) {
            note = new Note(notes.size() + 1, text);
            notes.add(note);
        }
        exchange.getResponseHeaders().set("Location", "/notes/" + note.id());
        send(exchange, 201, note);
    }

    private static String readText(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(10_000);
        try {
            if (Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> map
                    && map.get("text") instanceof String text) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "The body is not JSON.");
        }
        throw new HttpError(400, "A text is needed.");
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.print(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
