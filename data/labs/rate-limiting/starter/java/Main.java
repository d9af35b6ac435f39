import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

public final class Main {
    /** @param retryAfter in seconds; means something only if there was no token */
    private record Taken(boolean isAllowed, int remaining, long retryAfter) {}

    private static final class TokenBuckets {
        private final int size;
        private final double secondsPerToken;

        TokenBuckets(int size, double secondsPerToken) {
            this.size = size;
            this.secondsPerToken = secondsPerToken;
        }

        /** Takes a token, if there is one. */
        synchronized Taken take(String client) {
            // TODO: remember tokens and time for each client; work out how many have come back since.
            return new Taken(true, size, 0);
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
            // TODO: set the headers; answer 429 if there was no token.
            chain.doFilter(exchange);
        }

        /** Whose bucket pays for the request: a key that we know, or else the address of the connection. */
        private String clientOf(HttpExchange exchange) {
            // TODO: exchange.getRequestHeaders(), exchange.getRemoteAddress(), apiKeys
            return "everybody";
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
