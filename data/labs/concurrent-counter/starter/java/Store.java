import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where the counters are kept: one small file each. Every call takes a moment, as with a database on another machine. Leave this file as it
 * is.
 */
final class Store {
    private static final Path FOLDER = Path.of(System.getenv("DATA_DIR"));

    private Store() {}

    /** The value of a counter; 0 if it was never written. */
    static long read(String name) throws IOException {
        pause();
        try {
            return Long.parseLong(Files.readString(FOLDER.resolve(name + ".txt")));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    static void write(String name, long value) throws IOException {
        pause();
        // A reader sees the old file or the new one, never half of one.
        Path draft = Files.createTempFile(FOLDER, name, null);
        Files.writeString(draft, Long.toString(value));
        Files.move(draft, FOLDER.resolve(name + ".txt"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
