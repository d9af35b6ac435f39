import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/** A database and a cache that are only played. Leave this file as it is. */
final class Backends {
    private static final Map<String, String> ADDRESSES = Map.of(
            "database", "postgres://shop:s3cret@db.internal/shop",
            "cache", "redis://:s3cret@cache.internal");
    private static final Map<String, String> STATES = new ConcurrentHashMap<>(Map.of("database", "up", "cache", "up"));

    private Backends() {}

    /** As {@link #ping(String, Duration)}, with half a minute. */
    static void ping(String name) throws IOException, TimeoutException, InterruptedException {
        ping(name, Duration.ofSeconds(30));
    }

    /**
     * Asks whether somebody is there.
     *
     * @throws TimeoutException if no answer came in time
     * @throws IOException if the answer is no
     */
    static void ping(String name, Duration timeout) throws IOException, TimeoutException, InterruptedException {
        switch (STATES.get(name)) {
            case "stuck" -> {
                Thread.sleep(timeout.toMillis());
                throw new TimeoutException("Connection to " + ADDRESSES.get(name) + " timed out");
            }
            case "down" -> throw new IOException("Connection to " + ADDRESSES.get(name) + " refused");
            default -> {}
        }
    }

    /** Makes a backend "up", "down" or "stuck". False if there is no such backend or state. */
    static boolean simulate(String name, String state) {
        return Set.of("up", "down", "stuck").contains(state) && STATES.replace(name, state) != null;
    }
}
