import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

public final class Main {
    /** Json.print takes records, too. Age is null where it is not known. */
    record Customer(String email, String name, Long age) {}

    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        Main load = new Main();
        // TODO: put the customers of a second file in first; Json.parse gives a List of Maps.
        load.rows(Csv.parse(Files.readString(Path.of(args[0]))));
        load.complaints.forEach(System.err::println);
        System.out.println(Json.print(load.customers.values()));
        // TODO: the exit codes, with System.exit.
    }

    private void rows(List<Csv.Row> rows) {
        for (Csv.Row row : rows.subList(1, rows.size())) {
            // TODO: find the columns by the header, refuse bad rows and duplicates.
            String email = row.fields().get(0);
            customers.put(email, new Customer(email, "", null));
        }
    }
}
