import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys and values in memory, and every change as a line of a log: the key in Base64, then a space and the value in Base64, or nothing more
 * where the key was deleted. A change is over when its line is on the disk.
 */
final class Store {
    private final SortedMap<String, byte[]> values = new TreeMap<>();
    private final FileChannel log;
    /** Bytes of the log that hold whole lines. What a failed write has left behind them is written over. */
    private long end = 0;

    Store(Path folder) throws IOException {
        Path file = folder.resolve("store.log");
        load(file);
        // Only what is still there goes into the new log, which takes the old one's place in one step.
        Path draft = folder.resolve("store.log.new");
        log = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        StringBuilder lines = new StringBuilder();
        values.forEach((key, value) -> lines.append(line(key, value)));
        append(lines.toString());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(folder);
    }

    /** Null if there is no such key. */
    synchronized byte[] get(String key) {
        return values.get(key);
    }

    synchronized List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** True if the key is new. */
    synchronized boolean set(String key, byte[] value) throws IOException {
        append(line(key, value));
        return values.put(key, value) == null;
    }

    /** False if there is nothing to delete. */
    synchronized boolean delete(String key) throws IOException {
        if (!values.containsKey(key)) return false;
        append(line(key, null));
        values.remove(key);
        return true;
    }

    private void load(Path file) throws IOException {
        if (!Files.exists(file)) return;
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        // What follows the last line break was cut off by a kill, and nobody was told that it is kept.
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> {
            String[] parts = line.split(" ", -1);
            String key = new String(Base64.getDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            if (parts.length > 1) values.put(key, Base64.getDecoder().decode(parts[1]));
            else values.remove(key);
        });
    }

    private void append(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) log.write(bytes, end + bytes.position());
        log.force(false);
        end += bytes.limit();
    }

    private static String line(String key, byte[] value) {
        Base64.Encoder encoder = Base64.getEncoder();
        String name = encoder.encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return value == null ? name + "\n" : name + " " + encoder.encodeToString(value) + "\n";
    }

    /** Puts the new name of a file on the disk too. Windows does so by itself and cannot open folders. */
    private static void syncFolder(Path folder) throws IOException {
        if (System.getProperty("os.name").startsWith("Windows")) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
