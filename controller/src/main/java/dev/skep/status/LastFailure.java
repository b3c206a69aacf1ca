package dev.skep.status;

import dev.skep.plan.Plan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The step that the controller could not do when it last tried, as it told.
 *
 * @param words which step, and why not
 * @param at when that was first so
 */
public record LastFailure(String words, Instant at) {
    private static final String SAID = "failed; ";

    /** Of each manifest of which nothing was told since. */
    public static Map<String, LastFailure> of(List<Event> events) {
        var failures = new HashMap<String, LastFailure>();
        for (var event : events) {
            event.manifest().ifPresent(name -> {
                if (event.reason().equals(EventReason.FAILED.word())) {
                    failures.put(name, new LastFailure(event.message().replaceFirst("^" + SAID, ""), event.time()));
                } else {
                    failures.remove(name);
                }
            });
        }
        return Map.copyOf(failures);
    }

    /** What is not to be done any more fails no more. */
    boolean concerns(Plan plan) {
        return plan.steps().stream().anyMatch(s -> words.startsWith(s.what() + ":"));
    }
}
