import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Main {
    private static final Pattern QUERY = Pattern.compile("ms=([0-9]{1,5})");

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        ExecutorService requests = Executors.newCachedThreadPool();
        server.setExecutor(requests);
        server.createContext("/", Main::handle);
        // The JVM starts it on SIGTERM and SIGINT, and ends when it is over.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, requests)));
        server.start();
    }

    private static void stop(HttpServer server, ExecutorService requests) {
        long grace = Long.parseLong(System.getenv("GRACE_MS"));
        // This stops listening at once, but then may wait for all of its time though nothing runs; so it does that on its own.
        new Thread(() -> server.stop((int) (grace / 1000 + 1))).start();
        requests.shutdown();
        boolean finished = false;
        try {
            finished = requests.awaitTermination(grace, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Without this the exit code would be that of the signal; `exit` would wait for this hook.
        Runtime.getRuntime().halt(finished ? 143 : 1);
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> answer(exchange, 200, "ready\n");
                case "/work" -> work(exchange, query == null ? "" : query);
                default -> answer(exchange, 404, "There is nothing here.\n");
            }
        }
    }

    private static void work(HttpExchange exchange, String query) throws IOException {
        Matcher matcher = QUERY.matcher(query);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > 60_000) {
            answer(exchange, 400, "ms must be a number from 0 to 60000.\n");
            return;
        }
        try {
            Thread.sleep(Integer.parseInt(matcher.group(1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        answer(exchange, 200, "done\n");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, data.length);
        exchange.getResponseBody().write(data);
    }
}
