import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

public class Main {
    /** A status, and what is sent as JSON, or null. */
    record Answer(int status, Object content) {}

    /** What the service uses, and whether it can work without. */
    private static final Map<String, Boolean> VITAL = Map.of("database", true, "cache", false);

    /** What each of them may take to answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private static volatile boolean draining = false;

    private static String check(String name) {
        try {
            Backends.ping(name, PATIENCE);
            return "up";
        } catch (TimeoutException e) {
            System.err.println(e.getMessage());
            return "timeout";
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return "down";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "timeout";
        }
    }

    private static Answer readiness() {
        // Side by side, so that two that are stuck take one second, not two.
        var running = new HashMap<String, CompletableFuture<String>>();
        VITAL.keySet().forEach(name -> running.put(name, CompletableFuture.supplyAsync(() -> check(name), THREADS)));
        var checks = new HashMap<String, String>();
        running.forEach((name, result) -> checks.put(name, result.join()));
        boolean works = VITAL.keySet().stream().allMatch(name -> checks.get(name).equals("up") || !VITAL.get(name));
        String status = draining ? "draining" : works ? "ready" : "not ready";
        return new Answer(status.equals("ready") ? 200 : 503, Map.of("status", status, "checks", checks));
    }

    private static Answer drain() {
        draining = true;
        return new Answer(202, Map.of("status", "draining"));
    }

    static Answer handle(String method, String path, String body) {
        if (method.equals("PUT") && path.startsWith("/simulate/")) {
            return new Answer(Backends.simulate(path.substring("/simulate/".length()), body) ? 204 : 400, null);
        }
        return switch (method + " " + path) {
            case "GET /livez" -> new Answer(200, Map.of("status", "ok"));
            case "GET /readyz" -> readiness();
            case "POST /drain" -> drain();
            default -> new Answer(404, Map.of("error", "There is nothing here."));
        };
    }

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(THREADS);
        server.createContext("/", Main::respond);
        server.start();
    }

    private static void respond(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readNBytes(1000), StandardCharsets.UTF_8);
            Answer answer;
            try {
                answer = handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            } catch (RuntimeException e) {
                e.printStackTrace();
                answer = new Answer(500, Map.of("error", "Something went wrong."));
            }
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (answer.content() == null) {
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            byte[] data = Json.print(answer.content()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), data.length);
            exchange.getResponseBody().write(data);
        }
    }
}
