import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

public final class Main {
    /** @param retryAfter in seconds; means something only if there was no token */
    private record Taken(boolean isAllowed, int remaining, long retryAfter) {}

    private static final class TokenBuckets {
        private record Bucket(double tokens, long nanoTime) {}

        private final Map<String, Bucket> buckets = new HashMap<>();
        private final int size;
        private final double secondsPerToken;

        TokenBuckets(int size, double secondsPerToken) {
            this.size = size;
            this.secondsPerToken = secondsPerToken;
        }

        /** Takes a token, if there is one. */
        synchronized Taken take(String client) {
            long now = System.nanoTime();
            if (buckets.size() > 10_000) {
                // A full bucket says no more than none, so clients who have gone need no memory.
                buckets.values().removeIf(bucket -> tokens(bucket, now) >= size);
            }
            double tokens = tokens(buckets.get(client), now);
            boolean isAllowed = tokens >= 1;
            double left = isAllowed ? tokens - 1 : tokens;
            buckets.put(client, new Bucket(left, now));
            return new Taken(isAllowed, (int) left, (long) Math.ceil((1 - left) * secondsPerToken));
        }

        private double tokens(Bucket bucket, long now) {
            if (bucket == null) {
                return size;
            }
            return bucket.tokens() + (now - bucket.nanoTime()) / 1e9 / secondsPerToken;
        }
    }

    /** Stands in front of a route and lets through what the client's bucket can pay. */
    private static final class Limit extends Filter {
        private final TokenBuckets buckets;
        private final Set<String> apiKeys;

        Limit(TokenBuckets buckets, Set<String> apiKeys) {
            this.buckets = buckets;
            this.apiKeys = apiKeys;
        }

        @Override
        public String description() {
            return "Token bucket per client";
        }

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            Taken taken = buckets.take(clientOf(exchange));
            var headers = exchange.getResponseHeaders();
            headers.set("X-RateLimit-Limit", String.valueOf(buckets.size));
            headers.set("X-RateLimit-Remaining", String.valueOf(taken.remaining()));
            if (taken.isAllowed()) {
                chain.doFilter(exchange);
            } else {
                headers.set("Retry-After", String.valueOf(taken.retryAfter()));
                send(exchange, 429, Map.of("error", "Too many requests."));
            }
        }

        /** Whose bucket pays for the request: a key that we know, or else the address of the connection. */
        private String clientOf(HttpExchange exchange) {
            String key = exchange.getRequestHeaders().getFirst("X-Api-Key");
            return key != null && apiKeys.contains(key)
                    ? "key " + key
                    : "address " + exchange.getRemoteAddress().getAddress().getHostAddress();
        }
    }

    public static void main(String[] args) throws IOException {
        var buckets = new TokenBuckets(
                Integer.parseInt(System.getenv("BUCKET_SIZE")), Double.parseDouble(System.getenv("SECONDS_PER_TOKEN")));
        var limit = new Limit(buckets, Set.of(System.getenv("API_KEYS").split(",")));

        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> send(exchange, 404, Map.of("error", "There is nothing here.")));
        server.createContext("/health", exchange -> send(exchange, 200, Map.of("status", "ok")));
        server.createContext("/quotes", exchange -> send(exchange, 200, Map.of("quote", "Well begun is half done.")))
                .getFilters()
                .add(limit);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            byte[] bytes = Json.print(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
