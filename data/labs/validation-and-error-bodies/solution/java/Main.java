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
import java.util.function.Predicate;

public class Main {
    /** What a field must hold, and what to say if it does not. Texts come without white space around them. */
    record Rule(String field, Predicate<Object> valid, String message) {}

    record FieldError(String field, String message) {}

    static final List<Rule> RULES = List.of(
            new Rule("email", Main::isEmail, "must be an address such as ada@example.org"),
            new Rule("name", Main::isName, "must have 1 to 50 characters"),
            new Rule("age", Main::isAge, "must be a whole number from 16 to 120"));

    static boolean isEmail(Object value) {
        return value instanceof String text && text.length() <= 254 && text.matches("[^@\\s]+@[^@\\s]+");
    }

    static boolean isName(Object value) {
        return value instanceof String text && !text.isEmpty() && text.codePointCount(0, text.length()) <= 50;
    }

    static boolean isAge(Object value) {
        return value instanceof Long age && age >= 16 && age <= 120;
    }

    /** A request that is answered with a problem document. */
    static final class Problem extends RuntimeException {
        final int status;
        final transient List<FieldError> errors;

        Problem(int status, String title) {
            this(status, title, List.of());
        }

        Problem(int status, String title, List<FieldError> errors) {
            super(title);
            this.status = status;
            this.errors = errors;
        }

        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("title", getMessage());
            document.put("status", status);
            if (!errors.isEmpty()) {
                document.put("errors", errors);
            }
            return document;
        }
    }

    /** The sign-up in a body, or one problem that names everything that is wrong with it. */
    static Map<String, Object> parseSignup(Map<?, ?> body) {
        Map<String, Object> signup = new LinkedHashMap<>();
        List<FieldError> errors = new ArrayList<>();
        for (Rule rule : RULES) {
            Object value = body.get(rule.field()) instanceof String text ? text.strip() : body.get(rule.field());
            signup.put(rule.field(), value);
            if (!rule.valid().test(value)) {
                errors.add(new FieldError(rule.field(), rule.message()));
            }
        }
        for (Object field : body.keySet()) {
            if (!signup.containsKey(field)) {
                errors.add(new FieldError((String) field, "is not a known field"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Problem(422, "The sign-up is not valid", errors);
        }
        return signup;
    }

    static Map<?, ?> readObject(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Problem(415, "Send the sign-up as application/json");
        }
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (Json.parse(text) instanceof Map<?, ?> body) {
                return body;
            }
        } catch (Json.SyntaxException e) {
            throw new Problem(400, "The body is not JSON: " + e.getMessage());
        }
        throw new Problem(400, "The body is not a JSON object");
    }

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/signups")) {
            throw new Problem(404, "There is nothing at " + path);
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new Problem(405, "Only POST is allowed here");
        }
        send(exchange, 201, parseSignup(readObject(exchange)), "application/json");
    }

    /** Answers with JSON. */
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
                send(exchange, problem.status, problem.document(), "application/problem+json");
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
