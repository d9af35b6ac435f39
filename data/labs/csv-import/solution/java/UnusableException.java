/** Nothing of the file can be used. */
@SuppressWarnings("serial")
final class UnusableException extends Exception {
    UnusableException(String message) {
        super(message);
    }
}
