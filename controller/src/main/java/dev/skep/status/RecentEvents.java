package dev.skep.status;

import java.util.ArrayDeque;
import java.util.List;

/** The last events of this controller, the oldest first. */
public final class RecentEvents {
    /** Enough for a day of edits; a few hundred KiB at most. */
    static final int KEPT = 1_000;

    private final ArrayDeque<Event> events = new ArrayDeque<>();

    /** Adds the newest. */
    public synchronized void add(Event event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    /** All that are kept. */
    public synchronized List<Event> all() {
        return List.copyOf(events);
    }
}
