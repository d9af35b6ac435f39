import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes JSON, which Java's standard library cannot. Objects are {@link Map}s in the order of the text, lists are {@link List}s,
 * numbers are {@link Long} or, with a point, an exponent or too many digits, {@link Double}; the rest is {@link String},
 * {@link Boolean} and null.
 */
final class Json {
    /** Deeper nesting than this is refused, since it could exhaust the stack. */
    private static final int MAX_DEPTH = 200;

    private final String text;
    private int at = 0;
    private int depth = 0;

    private Json(String text) {
        this.text = text;
    }

    /** The text is not JSON. */
    @SuppressWarnings("serial")
    static final class SyntaxException extends IllegalArgumentException {
        SyntaxException(String message, int at) {
            super(message + " at position " + at);
        }
    }

    /**
     * @throws SyntaxException if the text is not exactly one JSON value
     */
    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong("Unexpected text after the value");
        }
        return value;
    }

    /** Takes maps, records, iterables, strings, characters, numbers, booleans and null. */
    static String print(Object value) {
        StringBuilder out = new StringBuilder();
        print(value, out);
        return out.toString();
    }

    // ---------- reading ----------

    private Object value() {
        space();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        enter();
        if (!next('}')) {
            do {
                space();
                String name = string();
                demand(':');
                object.put(name, value());
            } while (next(','));
            demand('}');
        }
        depth--;
        return object;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        enter();
        if (!next(']')) {
            do {
                list.add(value());
            } while (next(','));
            demand(']');
        }
        depth--;
        return list;
    }

    private String string() {
        if (peek() != '"') {
            throw wrong("Expected a string");
        }
        at++;
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') {
                throw wrong("A control character in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = take();
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char digit = take();
                    int value = digit < 128 ? Character.digit(digit, 16) : -1;
                    if (value < 0) {
                        throw wrong("Expected four hexadecimal digits");
                    }
                    code = code * 16 + value;
                }
                return (char) code;
            default:
                throw wrong("An unknown escape");
        }
    }

    private Object number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        boolean whole = true;
        if (skip('.')) {
            digits();
            whole = false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
            whole = false;
        }
        String number = text.substring(start, at);
        if (whole) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException tooLong) {
                // Falls through: a double holds it, though not exactly.
            }
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw wrong("A number that is too large");
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong(at < text.length() ? "Unexpected character" : "Unexpected end");
        }
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("Unexpected character");
        }
        at += word.length();
        return value;
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw wrong("Nested too deep");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The next character, or 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private char take() {
        if (at >= text.length()) {
            throw wrong("Unexpected end");
        }
        return text.charAt(at++);
    }

    private boolean skip(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private boolean next(char c) {
        space();
        return skip(c);
    }

    private void demand(char c) {
        if (!next(c)) {
            throw wrong("Expected " + c);
        }
    }

    private SyntaxException wrong(String message) {
        return new SyntaxException(message, at);
    }

    // ---------- writing ----------

    private static void print(Object value, StringBuilder out) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("JSON has no " + number);
            }
            out.append(value);
        } else if (value instanceof Number) {
            out.append(value);
        } else if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(before);
                quote(String.valueOf(entry.getKey()), out);
                out.append(':');
                print(entry.getValue(), out);
                before = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            out.append('[');
            String before = "";
            for (Object entry : list) {
                out.append(before);
                print(entry, out);
                before = ",";
            }
            out.append(']');
        } else if (value instanceof Record) {
            print(fields((Record) value), out);
        } else if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
            quote(value.toString(), out);
        } else {
            throw new IllegalArgumentException("No JSON for a " + value.getClass().getName());
        }
    }

    private static Map<String, Object> fields(Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                fields.put(component.getName(), component.getAccessor().invoke(record));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Cannot read a " + record.getClass().getName(), e);
        }
        return fields;
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
