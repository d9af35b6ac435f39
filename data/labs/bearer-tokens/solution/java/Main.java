import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

    /** Whose a refresh token is, and the login it comes from. */
    private record Refresh(String name, UUID family, boolean isUsed) {}

    private final SecureRandom random = new SecureRandom();

    /** By token; guarded by itself. */
    private final Map<String, Refresh> refreshTokens = new HashMap<>();

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
        long now = Instant.now().getEpochSecond();
        var header = Map.of("alg", "HS256", "typ", "JWT");
        var claims = Map.of("sub", name, "aud", AUDIENCE, "iat", now, "exp", now + LIFETIME);
        String content = encode(utf8(Json.print(header))) + "." + encode(utf8(Json.print(claims)));
        return content + "." + signatureOf(content);
    }

    /** The name that an access token speaks of. Throws a 401 unless it is ours, for us, and still good. */
    private static String verifyAccessToken(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !isSame(signatureOf(parts[0] + "." + parts[1]), parts[2])) {
            throw new HttpError(401, "The token is not signed by us.");
        }
        var claims = (Map<?, ?>) Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        if (!(claims.get("exp") instanceof Number end) || end.longValue() <= Instant.now().getEpochSecond()) {
            throw new HttpError(401, "The token has expired.");
        }
        if (!AUDIENCE.equals(claims.get("aud"))) {
            throw new HttpError(401, "The token is for another service.");
        }
        return (String) claims.get("sub");
    }

    private static String signatureOf(String content) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(utf8(System.getenv("TOKEN_SECRET")), "HmacSHA256"));
            return encode(mac.doFinal(utf8(content)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not tell where they differ. */
    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(utf8(one), utf8(other));
    }

    private TokenPair tokenPair(String name, UUID family) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String refreshToken = encode(bytes);
        synchronized (refreshTokens) {
            refreshTokens.put(refreshToken, new Refresh(name, family, false));
        }
        return new TokenPair(makeAccessToken(name), "Bearer", LIFETIME, refreshToken);
    }

    /** What is known of a token that has not been used; it is used now. Throws a 401 for any other. */
    private Refresh exchange(String token) {
        synchronized (refreshTokens) {
            Refresh entry = refreshTokens.get(token);
            if (entry == null) {
                throw new HttpError(401, "The refresh token is not known.");
            }
            if (entry.isUsed()) {
                refreshTokens.values().removeIf(other -> other.family().equals(entry.family()));
                throw new HttpError(401, "The refresh token was used before. Log in again.");
            }
            refreshTokens.put(token, new Refresh(entry.name(), entry.family(), true));
            return entry;
        }
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
        send(exchange, 200, tokenPair(name, UUID.randomUUID()));
    }

    private void refresh(HttpExchange exchange) throws IOException {
        Refresh entry = exchange(text(readObject(exchange), "refresh_token"));
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, 200, tokenPair(entry.name(), entry.family()));
    }

    private void me(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new HttpError(401, "Send an access token.");
        }
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
            if (error.status == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
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
