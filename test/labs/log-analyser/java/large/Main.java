import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Main {
    /** Address, two more fields, time, request, status and size; the combined format goes on after that. */
    private static final Pattern LOG_LINE = Pattern.compile(
            "\\S+ \\S+ \\S+ \\[[^\\]]+] \"[A-Z]+ (\\S+) HTTP/[\\d.]+\" (\\d{3}) (\\d+|-)(?: .*)?");

    private long requests;
    private long badLines;
    private long bytes;
    private long serverErrors;
    private final Map<String, Long> paths = new HashMap<>();

    public static void main(String[] args) {
        Main totals = new Main();
        try (InputStream log = args.length == 0 ? System.in : Files.newInputStream(Path.of(args[0]))) {
            totals.addAll(log);
        } catch (IOException e) {
            System.err.println(e);
            System.exit(2);
        }
        totals.report();
    }

    private void addAll(InputStream log) throws IOException {
        // A reader made this way replaces bytes that are no UTF-8, rather than giving up.
        BufferedReader reader = new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
        for (String line : reader.lines().toList()) {
            add(line);
        }
    }

    private void add(String line) {
        Matcher match = LOG_LINE.matcher(line);
        if (!match.matches()) {
            badLines++;
            return;
        }
        requests++;
        bytes += match.group(3).equals("-") ? 0 : Long.parseLong(match.group(3));
        if (match.group(2).startsWith("5")) {
            serverErrors++;
        }
        paths.merge(match.group(1).split("\\?", 2)[0], 1L, Long::sum);
    }

    private void report() {
        double share = requests == 0 ? 0 : 100.0 * serverErrors / requests;
        System.out.println("Requests: " + requests);
        System.out.println("Bad lines: " + badLines);
        System.out.println("Bytes: " + bytes);
        System.out.println(String.format(Locale.ROOT, "Server errors: %d (%.1f%%)", serverErrors, share));
        System.out.println("Top paths:");
        for (Map.Entry<String, Long> path : topPaths(5)) {
            System.out.println(path.getValue() + " " + path.getKey());
        }
    }

    private List<Map.Entry<String, Long>> topPaths(int most) {
        Comparator<Map.Entry<String, Long>> order =
                Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());
        return paths.entrySet().stream().sorted(order).limit(most).toList();
    }
}
