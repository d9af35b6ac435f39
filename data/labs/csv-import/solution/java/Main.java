import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class Main {
    private static final List<String> COLUMNS = List.of("email", "name", "age");

    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        Main load = new Main();
        try {
            if (args.length == 0) {
                throw new UnusableException("usage: Main people.csv [known.json]");
            }
            if (args.length > 1) {
                load.known(Json.parse(text(args[1])));
            }
            load.rows(Csv.parse(text(args[0])));
        } catch (UnusableException | Json.SyntaxException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println(e);
            return 2;
        }
        load.complaints.forEach(System.err::println);
        System.out.println(Json.print(load.customers.values()));
        return load.complaints.isEmpty() ? 0 : 1;
    }

    /** A file's text, without its byte order mark. */
    private static String text(String file) throws IOException {
        String text = Files.readString(Path.of(file));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void known(Object json) throws UnusableException {
        if (!(json instanceof List<?> entries)) {
            throw new UnusableException("the known customers are not a list");
        }
        for (Object entry : entries) {
            Customer customer = Customer.known(entry);
            customers.put(customer.email(), customer);
        }
    }

    private void rows(List<Csv.Row> rows) throws UnusableException {
        List<String> header = rows.isEmpty() ? List.of() : rows.get(0).fields();
        List<String> missing = COLUMNS.stream().filter(column -> !header.contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new UnusableException("there is no column " + String.join(", ", missing));
        }
        Map<String, Integer> lines = new HashMap<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            try {
                Customer customer = customer(header, row.fields());
                Integer first = lines.putIfAbsent(customer.email(), row.line());
                if (first != null) {
                    throw new Customer.InvalidException("email is the same as in line " + first);
                }
                customers.put(customer.email(), customer);
            } catch (Customer.InvalidException e) {
                complaints.add("line " + row.line() + ": " + e.getMessage());
            }
        }
    }

    private static Customer customer(List<String> header, List<String> fields) throws Customer.InvalidException {
        if (fields.size() != header.size()) {
            throw new Customer.InvalidException(fields.size() + " fields where " + header.size() + " are expected");
        }
        return Customer.of(
                fields.get(header.indexOf("email")), fields.get(header.indexOf("name")), fields.get(header.indexOf("age")));
    }
}
