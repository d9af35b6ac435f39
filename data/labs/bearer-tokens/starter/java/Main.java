import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.Executors;

public final class Main {
    private static final String AUDIENCE = "shop-api";
    private static final int LIFETIME = 300;

    private record TokenPair(String access_token, String token_type, int expires_in, String refresh_token) {}

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

    private final Map<String, Route> routes =
            Map.of("POST /token", this::logIn, "POST /refresh", this::refresh, "GET /me", this::me);

    public static void main(String[] args) throws IOException {
        var main = new Main();
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/", main::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static String makeAccessToken(String name) {
        // TODO: header, claims (sub, aud, iat, exp) and signature, each in base64url.
        return "token-of-" + name;
    }

    /** The name that an access token speaks of. Throws a 401 unless it is ours, for us, and still good. */
    private static String verifyAccessToken(String token) {
        // TODO: check the signature first, then exp and aud. Throw an HttpError with status 401 if anything is wrong.
        return token.substring("token-of-".length());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not tell where they differ. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(utf8(one), utf8(other));
    }

    private TokenPair tokenPair(String name) {
        // TODO: a random refresh token; remember whose it is, and which login it comes from.
        String refreshToken = "TODO";
        return new TokenPair(makeAccessToken(name), "Bearer", LIFETIME, refreshToken);
    }

    private void logIn(HttpExchange exchange) throws IOException {
        Map<?, ?> body = readObject(exchange);
        String name = text(body, "name");
        boolean isRight = isSame(name, System.getenv("LOGIN_NAME"))
                & isSame(text(body, "password"), System.getenv("LOGIN_PASSWORD"));
        if (!isRight) {
            throw new HttpError(401, "Name or password is wrong.");
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, 200, tokenPair(name));
    }

    private void refresh(HttpExchange exchange) throws IOException {
        // TODO: take each refresh token once. If one comes again, end all tokens of the same login.
        throw new HttpError(501, "Not built yet.");
    }

    private void me(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        // TODO: answer 401 if there is no token.
        send(exchange, 200, Map.of("name", verifyAccessToken(authorization.substring(7).strip())));
    }

    private static Map<?, ?> readObject(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(10_000);
        try {
            if (Json.parse(new String(body, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IllegalArgumentException e) {
            // The same answer as to any other text that is no object.
        }
        throw new HttpError(400, "The body is not a JSON object.");
    }

    private static String text(Map<?, ?> body, String field) {
        if (body.get(field) instanceof String text) {
            return text;
        }
        throw new HttpError(400, "The field " + field + " is needed.");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            Route route = routes.get(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (route == null) {
                throw new HttpError(404, "There is nothing here.");
            }
            route.answer(exchange);
        } catch (HttpError error) {
            // TODO: a 401 says with a header how to do better.
            send(exchange, error.status, Map.of("error", error.getMessage()));
        } catch (RuntimeException error) {
            error.printStackTrace();
            send(exchange, 500, Map.of("error", "Something went wrong."));
        } finally {
            exchange.close();
        }
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = utf8(Json.print(body));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
