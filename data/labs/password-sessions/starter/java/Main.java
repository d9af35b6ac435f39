import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

public final class Main {
    private record Credentials(String name, String password) {}

    private interface Route {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static final class HttpError extends RuntimeException {
        private final int status;

        HttpError(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Name → what is stored of the password. */
    private final Map<String, String> users = new ConcurrentHashMap<>();

    /** Session id → name. */
    private final Map<String, String> sessions = new ConcurrentHashMap<>();

    private final Map<String, Route> routes = Map.of(
            "POST /users", this::createUser,
            "POST /login", this::logIn,
            "GET /me", this::me,
            "POST /logout", this::logOut,
            "POST /logout-everywhere", this::logOutEverywhere,
            "GET /export", this::export);

    public static void main(String[] args) throws IOException {
        var main = new Main();
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/", main::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static String hashPassword(String password) {
        // TODO: this is the password itself. Store a slow, salted hash of it.
        return password;
    }

    private static boolean isPassword(String password, String stored) {
        // TODO: hash the password in the same way, with the stored salt, and compare.
        return password.equals(stored);
    }

    private void createUser(HttpExchange exchange) throws IOException {
        Credentials given = readCredentials(exchange);
        if (given.password().length() < 8) {
            throw new HttpError(400, "A password has at least 8 characters.");
        }
        // TODO: answer 409 if the name is taken.
        users.put(given.name(), hashPassword(given.password()));
        send(exchange, 201, Map.of("name", given.name()));
    }

    private void logIn(HttpExchange exchange) throws IOException {
        Credentials given = readCredentials(exchange);
        // TODO: answer 401 if the name or the password is wrong.
        // TODO: make a random session id, remember whose it is, and set the cookie.
        send(exchange, 200, Map.of("name", given.name()));
    }

    private void me(HttpExchange exchange) throws IOException {
        // TODO: find the session of the request; without one, answer 401.
        throw new HttpError(501, "Not built yet.");
    }

    private void logOut(HttpExchange exchange) throws IOException {
        // TODO: end the session on the server.
        send(exchange, 204, null);
    }

    private void logOutEverywhere(HttpExchange exchange) throws IOException {
        // TODO: end all sessions of the user whose session this is.
        send(exchange, 204, null);
    }

    /** For the checks only: what somebody who steals the table would see. */
    private void export(HttpExchange exchange) throws IOException {
        var rows = users.entrySet().stream()
                .map(user -> Map.of("name", user.getKey(), "password", user.getValue()))
                .toList();
        send(exchange, 200, Map.of("users", rows));
    }

    /** The value of a cookie; empty if it was not sent. */
    private static String cookie(HttpExchange exchange, String name) {
        for (String line : exchange.getRequestHeaders().getOrDefault("Cookie", List.of())) {
            for (String pair : line.split(";")) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name)) {
                    return parts[1];
                }
            }
        }
        return "";
    }

    private static Credentials readCredentials(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(10_000);
        Object json;
        try {
            json = Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new HttpError(400, "The body is not JSON.");
        }
        if (json instanceof Map<?, ?> map
                && map.get("name") instanceof String name
                && map.get("password") instanceof String password
                && !name.isEmpty()) {
            return new Credentials(name, password);
        }
        throw new HttpError(400, "Name and password are needed.");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            Route route = routes.get(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (route == null) {
                throw new HttpError(404, "There is nothing here.");
            }
            route.answer(exchange);
        } catch (HttpError error) {
            send(exchange, error.status, Map.of("error", error.getMessage()));
        } catch (RuntimeException error) {
            error.printStackTrace();
            send(exchange, 500, Map.of("error", "Something went wrong."));
        } finally {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        if (body == null) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        byte[] bytes = Json.print(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
