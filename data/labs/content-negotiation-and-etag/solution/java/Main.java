import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
        String accept = header(exchange, "Accept");
        Form form = chooseForm(accept == null ? "*/*" : accept);
        byte[] body = form.print(prices);
        String tag = tagOf(body);
        exchange.getResponseHeaders().set("ETag", tag);
        exchange.getResponseHeaders().set("Vary", "Accept");
        String known = header(exchange, "If-None-Match");
        if (known != null && lists(known, tag, true)) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            send(exchange, 200, body, form.type);
        }
    }

    static void putPrices(HttpExchange exchange) throws IOException {
        String wanted = header(exchange, "If-Match");
        if (wanted == null) {
            throw new Refused(428, "Say in If-Match which version you have read");
        }
        List<Price> list = readPrices(exchange);
        replacePrices(wanted, list);
        byte[] body = Form.JSON.print(list);
        exchange.getResponseHeaders().set("ETag", tagOf(body));
        send(exchange, 200, body, Form.JSON.type);
    }

    /** Nobody can come between comparing and storing. */
    static synchronized void replacePrices(String wanted, List<Price> list) {
        if (!lists(wanted, tagOf(Form.JSON.print(prices)), false)) {
            throw new Refused(412, "The list has changed since you read it");
        }
        prices = list;
    }

    /** The form with the highest weight; the first one of those that are equal. */
    static Form chooseForm(String accept) {
        Map<String, Double> weights = parseAccept(accept);
        Form best = null;
        double highest = 0;
        for (Form form : Form.values()) {
            double weight = Stream.of(form.type, form.type.replaceFirst("/.*", "/*"), "*/*")
                    .filter(weights::containsKey)
                    .findFirst()
                    .map(weights::get)
                    .orElse(0.0);
            if (weight > highest) {
                best = form;
                highest = weight;
            }
        }
        if (best == null) {
            throw new Refused(406, "There is only " + String.join(" and ", Form.JSON.type, Form.CSV.type));
        }
        return best;
    }

    /** Media range to weight. */
    static Map<String, Double> parseAccept(String accept) {
        Map<String, Double> weights = new HashMap<>();
        for (String part : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] pieces = part.split(";");
            double weight = Arrays.stream(pieces)
                    .skip(1)
                    .map(String::strip)
                    .filter(parameter -> parameter.startsWith("q="))
                    .findFirst()
                    .map(parameter -> parseWeight(parameter.substring(2)))
                    .orElse(1.0);
            weights.put(pieces[0].strip(), weight);
        }
        return weights;
    }

    static double parseWeight(String text) {
        return text.matches("[01](\\.\\d*)?") ? Double.parseDouble(text) : 0;
    }

    static String tagOf(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    static final Pattern TAG = Pattern.compile("\\*|(?:W/)?\"[^\"]*\"");

    /** Whether a header lists an ETag. Weak ones count only where that is enough. */
    static boolean lists(String header, String tag, boolean weak) {
        Matcher tags = TAG.matcher(header);
        while (tags.find()) {
            String one = tags.group();
            if (one.equals("*") || one.equals(tag) || (weak && one.equals("W/" + tag))) {
                return true;
            }
        }
        return false;
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
