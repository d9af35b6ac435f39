import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

public final class Main {
    private static final int MAX_BYTES = Integer.parseInt(System.getenv("MAX_BYTES"));
    private static final Path DATA_DIR = Path.of(System.getenv("DATA_DIR"));

    private record Upload(String id, String name, String type, int size) {}

    private static final class HttpError extends RuntimeException {
        private final int status;

        HttpError(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** By id, which is the name in DATA_DIR. */
    private final Map<String, Upload> files = new ConcurrentHashMap<>();

    public static void main(String[] args) throws IOException {
        // Seconds for a request to come in; without it, whoever stops in the middle would hold a thread for ever.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        var main = new Main();
        var address = new InetSocketAddress(System.getenv("HOST"), Integer.parseInt(System.getenv("PORT")));
        var server = HttpServer.create(address, 0);
        server.createContext("/", main::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            String method = exchange.getRequestMethod();
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/files") && method.equals("GET")) {
                sendJson(exchange, 200, Map.of("files", files.values()));
            } else if (path.equals("/files") && method.equals("POST")) {
                upload(exchange);
            } else if (path.startsWith("/files/") && method.equals("GET")) {
                download(exchange, path.substring("/files/".length()));
            } else {
                throw new HttpError(404, "There is nothing here.");
            }
        } catch (HttpError error) {
            // Closing spares us the rest of a body that nobody wants.
            exchange.getResponseHeaders().set("Connection", "close");
            sendJson(exchange, error.status, Map.of("error", error.getMessage()));
        } catch (RuntimeException error) {
            error.printStackTrace();
            sendJson(exchange, 500, Map.of("error", "Something went wrong."));
        } finally {
            exchange.close();
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        String name = parameter(exchange, "name");
        checkName(name);
        byte[] bytes = readBody(exchange);
        String type = typeOf(bytes);
        // TODO: an id of its own for each upload.
        String id = "TODO";
        Files.write(DATA_DIR.resolve(id), bytes);
        var file = new Upload(id, name, type, bytes.length);
        files.put(id, file);
        exchange.getResponseHeaders().set("Location", "/files/" + id);
        sendJson(exchange, 201, file);
    }

    private void download(HttpExchange exchange, String id) throws IOException {
        Upload file = files.get(id);
        if (file == null) {
            throw new HttpError(404, "There is no such file.");
        }
        // TODO: say that it is to be stored, not shown, and that its type is not to be guessed.
        send(exchange, 200, file.type(), Files.readAllBytes(DATA_DIR.resolve(file.id())));
    }

    /** Throws a 400 for a name that is not safe in a header, or somewhere else. */
    private static void checkName(String name) {
        // TODO
    }

    /** What the bytes are. Throws a 415 if they are nothing that we take. */
    private static String typeOf(byte[] bytes) {
        // TODO: look at the first bytes.
        return "application/octet-stream";
    }

    /** The whole body. Throws a 413 as soon as it is clear that it has more than MAX_BYTES. */
    private static byte[] readBody(HttpExchange exchange) throws IOException {
        // TODO: do not wait if the length is announced, and stop if it is not.
        return exchange.getRequestBody().readAllBytes();
    }

    /** A parameter of the query; empty if there is none. */
    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                return URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static void sendJson(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", Json.print(body).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
