import java.util.Locale;
import java.util.Map;

/** Age is null where it is not known. */
record Customer(String email, String name, Long age) {
    /** What a row of a file says, or why it says nothing usable. */
    static Customer of(String email, String name, String age) throws InvalidException {
        if (!email.matches("[^@]+@[^@]+")) {
            throw new InvalidException("email must have one @ with something on both sides");
        }
        if (name.isEmpty()) {
            throw new InvalidException("name is missing");
        }
        if (!age.matches("[0-9]{0,3}") || !age.isEmpty() && Long.parseLong(age) > 150) {
            throw new InvalidException("age must be a whole number from 0 to 150, or empty");
        }
        return new Customer(email.toLowerCase(Locale.ROOT), name, age.isEmpty() ? null : Long.valueOf(age));
    }

    /** From our own output. */
    static Customer known(Object json) throws UnusableException {
        if (json instanceof Map<?, ?> map
                && map.get("email") instanceof String email
                && map.get("name") instanceof String name
                && (map.get("age") == null || map.get("age") instanceof Long)) {
            return new Customer(email, name, (Long) map.get("age"));
        }
        throw new UnusableException("not a customer: " + Json.print(json));
    }

    /** A row is left out. */
    @SuppressWarnings("serial")
    static final class InvalidException extends Exception {
        InvalidException(String message) {
            super(message);
        }
    }
}
