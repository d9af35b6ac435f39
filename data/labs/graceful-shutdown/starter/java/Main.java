import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Main {
    private static final Pattern QUERY = Pattern.compile("ms=([0-9]{1,5})");

    public static void main(String[] args) throws IOException {
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        HttpServer server = HttpServer.create(address, 128);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", Main::handle);
        server.start();
        // TODO: on SIGTERM and SIGINT take no new connections, finish what runs, and end with code 0.
        // TODO: when that takes longer than System.getenv("GRACE_MS") milliseconds, end with code 1.
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
