import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

public class Main {
    record Price(String name, long cents) {}

    /** In the order in which they are preferred where the client does not mind. */
    enum Form {
        JSON("application/json") {
            @Override
            byte[] print(List<Price> prices) {
                return Json.print(prices).getBytes(StandardCharsets.UTF_8);
            }
        },
        CSV("text/csv") {
            @Override
            byte[] print(List<Price> prices) {
                StringBuilder text = new StringBuilder("name,cents\r\n");
                for (Price price : prices) {
                    String name = price.name();
                    boolean plain = name.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
                    text.append(plain ? name : '"' + name.replace("\"", "\"\"") + '"');
                    text.append(',').append(price.cents()).append("\r\n");
                }
                return text.toString().getBytes(StandardCharsets.UTF_8);
            }
        };

        final String type;

        Form(String type) {
            this.type = type;
        }

        abstract byte[] print(List<Price> prices);
    }

    /** A request that is answered with this status and message. */
    static final class Refused extends RuntimeException {
        final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** Never changed, only replaced by another list; whoever compares first and replaces then has to hold the lock of the class. */
    static volatile List<Price> prices = List.of(new Price("Assam", 450), new Price("Sencha", 720));

    static void getPrices(HttpExchange exchange) throws IOException {
        // TODO: choose the form by header(exchange, "Accept"), and look at header(exchange, "If-None-Match").
        // throw new Refused(406, "…") answers with that status and message.
        send(exchange, 200, Form.JSON.print(prices), Form.JSON.type);
    }

    static void putPrices(HttpExchange exchange) throws IOException {
        // TODO: look at header(exchange, "If-Match").
        List<Price> list = readPrices(exchange);
        prices = list;
        send(exchange, 200, Form.JSON.print(list), Form.JSON.type);
    }

    /** All lines of a header as one; null if there is none. */
    static String header(HttpExchange exchange, String name) {
        List<String> lines = exchange.getRequestHeaders().get(name);
        return lines == null ? null : String.join(", ", lines);
    }

    static List<Price> readPrices(HttpExchange exchange) throws IOException {
        try {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (Json.parse(text) instanceof List<?> list) {
                List<Price> prices = new ArrayList<>();
                for (Object entry : list) {
                    prices.add(toPrice(entry));
                }
                return List.copyOf(prices);
            }
        } catch (Json.SyntaxException e) {
            throw new Refused(400, "The body is not JSON: " + e.getMessage());
        }
        throw new Refused(422, "The body is not a list of prices");
    }

    static Price toPrice(Object value) {
        if (value instanceof Map<?, ?> map && map.get("name") instanceof String name && map.get("cents") instanceof Long cents) {
            return new Price(name, cents);
        }
        throw new Refused(422, "The body is not a list of prices");
    }

    static void send(HttpExchange exchange, int status, byte[] body, String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/prices")) {
            throw new Refused(404, "There is nothing at " + path);
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> getPrices(exchange);
            case "PUT" -> putPrices(exchange);
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, PUT");
                throw new Refused(405, "Only GET and PUT are allowed here");
            }
        }
    }

    static void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (Refused refused) {
                byte[] body = Json.print(Map.of("error", refused.getMessage())).getBytes(StandardCharsets.UTF_8);
                send(exchange, refused.status, body, "application/json");
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
