import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** All messages, one line of Base64 each, in a file: the first line is message 1. Leave this file as it is. */
final class History {
    record Message(int id, String text) {}

    private final Path file;
    private final List<String> messages = new ArrayList<>();

    History(Path folder) throws IOException {
        file = folder.resolve("history");
        if (!Files.exists(file)) return;
        for (String line : Files.readAllLines(file)) {
            messages.add(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
        }
    }

    /** Adds a message. Only one thread at a time may call this. */
    Message append(String text) throws IOException {
        String line = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        messages.add(text);
        return new Message(messages.size(), text);
    }

    /** All messages with a number above this one. */
    List<Message> after(long id) {
        return IntStream.range((int) Math.min(id, messages.size()), messages.size())
                .mapToObj(at -> new Message(at + 1, messages.get(at)))
                .toList();
    }
}
