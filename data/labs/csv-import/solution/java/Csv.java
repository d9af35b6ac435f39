import java.util.ArrayList;
import java.util.List;

/** Reads text in the form of RFC 4180. */
final class Csv {
    /** A record, and the line where it begins. */
    record Row(int line, List<String> fields) {}

    private final String text;
    private int at = 0;
    private int line = 1;
    private int start = 1;

    private Csv(String text) {
        this.text = text;
    }

    /** All records; empty lines are left out. */
    static List<Row> parse(String text) throws UnusableException {
        Csv csv = new Csv(text);
        List<Row> rows = new ArrayList<>();
        while (csv.at < text.length()) {
            csv.start = csv.line;
            List<String> fields = csv.record();
            if (!fields.equals(List.of(""))) {
                rows.add(new Row(csv.start, fields));
            }
        }
        return rows;
    }

    private List<String> record() throws UnusableException {
        List<String> fields = new ArrayList<>();
        do {
            fields.add(skip("\"") ? quoted() : plain());
        } while (skip(","));
        if (skip("\n") || skip("\r\n")) {
            line++;
        } else if (at < text.length()) {
            throw new UnusableException("line " + start + ": a quote or a line break stands where none may be");
        }
        return fields;
    }

    /** The rest of a field after its first quote. */
    private String quoted() throws UnusableException {
        StringBuilder field = new StringBuilder();
        while (true) {
            int end = text.indexOf('"', at);
            if (end < 0) {
                throw new UnusableException("line " + start + ": a quote is not closed");
            }
            field.append(text, at, end);
            at = end + 1;
            if (!skip("\"")) {
                break;
            }
            // Two quotes are one, and the field goes on.
            field.append('"');
        }
        line += (int) field.chars().filter(c -> c == '\n').count();
        return field.toString();
    }

    private String plain() {
        int begin = at;
        while (at < text.length() && ",\"\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begin, at);
    }

    private boolean skip(String part) {
        boolean found = text.startsWith(part, at);
        at += found ? part.length() : 0;
        return found;
    }
}
