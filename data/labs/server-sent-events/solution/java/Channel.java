import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Hands messages to everybody who is connected. */
final class Channel {
    /** Messages that may wait for a client who reads too slowly. Who is cut off comes back and says what it saw last. */
    private static final int MAX_WAITING = 1000;

    /** What was missed, and a queue of what is new. It is over when {@link #contains} says so. */
    record Subscription(List<History.Message> missed, BlockingQueue<History.Message> queue) {}

    private final History history;
    // By identity: two records with equal contents are still two clients.
    private final Set<Subscription> subscriptions = Collections.newSetFromMap(new IdentityHashMap<>());

    Channel(History history) {
        this.history = history;
    }

    // A message is in the history before a client joins, or in its queue after, but never both: all of this is under one lock.

    synchronized History.Message publish(String text) throws IOException {
        History.Message message = history.append(text);
        subscriptions.removeIf(subscription -> !subscription.queue().offer(message));
        return message;
    }

    /** Joins. Messages after the last number were missed; if it is negative, none. */
    synchronized Subscription join(long last) {
        var missed = last < 0 ? List.<History.Message>of() : history.after(last);
        var subscription = new Subscription(missed, new LinkedBlockingQueue<>(MAX_WAITING));
        subscriptions.add(subscription);
        return subscription;
    }

    synchronized boolean contains(Subscription subscription) {
        return subscriptions.contains(subscription);
    }

    synchronized void leave(Subscription subscription) {
        subscriptions.remove(subscription);
    }
}
