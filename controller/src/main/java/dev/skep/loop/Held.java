package dev.skep.loop;

import java.util.HashSet;
import java.util.Set;

/**
 * Who is held for having vanished with many others, until the swarm's own memory of it (docs/decisions/0016) has been seen:
 * it may not be written yet, and a look may be older than its writing.
 */
final class Held {
    private final Set<String> unseen = new HashSet<>();

    /** All that were held, as far as the swarm remembers or this does. */
    Set<String> with(Set<String> remembered) {
        var all = new HashSet<>(remembered);
        all.addAll(unseen);
        return all;
    }

    /** These are held now, of which the swarm was seen to remember those. */
    void are(Set<String> held, Set<String> remembered) {
        unseen.clear();
        unseen.addAll(held);
        unseen.removeAll(remembered);
    }

    /** They are asked for again. */
    void release(Set<String> names) {
        unseen.removeAll(names);
    }
}
