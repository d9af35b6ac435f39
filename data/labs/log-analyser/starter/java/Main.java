import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

public final class Main {
    private long requests;
    private long badLines;
    private long bytes;
    private long serverErrors;
    private final Map<String, Long> paths = new HashMap<>();

    public static void main(String[] args) throws IOException {
        Main totals = new Main();
        // TODO: without a file, read System.in. What if the file cannot be opened?
        try (InputStream log = Files.newInputStream(Path.of(args[0]))) {
            totals.addAll(log);
        }
        totals.report();
    }

    private void addAll(InputStream log) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            add(line);
        }
    }

    private void add(String line) {
        // TODO: take the line apart, and add to the totals. What is no log line is a bad line.
        requests++;
    }

    private void report() {
        // TODO: the share of server errors, and the five most frequent paths.
        System.out.println("Requests: " + requests);
        System.out.println("Bad lines: " + badLines);
        System.out.println("Bytes: " + bytes);
        System.out.println("Server errors: " + serverErrors);
        System.out.println("Top paths:");
    }
}
