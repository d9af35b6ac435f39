import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

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

    private static final int ITERATIONS = 210_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Checked for names that nobody has, so that they take as long as the others. No password has this hash. */
    private static final String NOBODY = format(new byte[16], new byte[32]);

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
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return format(salt, derive(password, salt, ITERATIONS));
    }

    private static boolean isPassword(String password, String stored) {
        String[] parts = stored.split("\\$");
        var base64 = Base64.getDecoder();
        byte[] hash = derive(password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(hash, base64.decode(parts[3]));
    }

    private static String format(byte[] salt, byte[] hash) {
        var base64 = Base64.getEncoder();
        return "pbkdf2-sha512$%d$%s$%s".formatted(ITERATIONS, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        try {
            var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createUser(HttpExchange exchange) throws IOException {
        Credentials given = readCredentials(exchange);
        if (given.password().length() < 8) {
            throw new HttpError(400, "A password has at least 8 characters.");
        }
        if (users.putIfAbsent(given.name(), hashPassword(given.password())) != null) {
            throw new HttpError(409, "This name is taken.");
        }
        send(exchange, 201, Map.of("name", given.name()));
    }

    private void logIn(HttpExchange exchange) throws IOException {
        Credentials given = readCredentials(exchange);
        boolean isRight = isPassword(given.password(), users.getOrDefault(given.name(), NOBODY));
        if (!isRight || !users.containsKey(given.name())) {
            throw new HttpError(401, "Name or password is wrong.");
        }
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        sessions.put(id, given.name());
        exchange.getResponseHeaders().set("Set-Cookie", "session=" + id + "; HttpOnly; SameSite=Lax; Path=/");
        send(exchange, 200, Map.of("name", given.name()));
    }

    private void me(HttpExchange exchange) throws IOException {
        send(exchange, 200, Map.of("name", loggedIn(exchange)));
    }

    private void logOut(HttpExchange exchange) throws IOException {
        sessions.remove(cookie(exchange, "session"));
        exchange.getResponseHeaders().set("Set-Cookie", "session=; Max-Age=0; HttpOnly; SameSite=Lax; Path=/");
        send(exchange, 204, null);
    }

    private void logOutEverywhere(HttpExchange exchange) throws IOException {
        String name = loggedIn(exchange);
        sessions.values().removeIf(name::equals);
        send(exchange, 204, null);
    }

    /** For the checks only: what somebody who steals the table would see. */
    private void export(HttpExchange exchange) throws IOException {
        var rows = users.entrySet().stream()
                .map(user -> Map.of("name", user.getKey(), "password", user.getValue()))
                .toList();
        send(exchange, 200, Map.of("users", rows));
    }

    /** The name of the user whose session this is; without a session, a 401. */
    private String loggedIn(HttpExchange exchange) {
        String name = sessions.get(cookie(exchange, "session"));
        if (name == null) {
            throw new HttpError(401, "Log in first.");
        }
        return name;
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
