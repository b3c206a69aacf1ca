package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;

/** One thing that will be said to a Redis or a Sentinel. Saying it twice is saying it once. */
public sealed interface HealStep {
    Endpoint to();

    /** Why, in a user's words. */
    String why();

    /** Makes a member the primary. */
    record Promote(Endpoint to, String why) implements HealStep {}

    /** Makes a member copy the primary; what it holds otherwise it forgets. */
    record Follow(Endpoint to, Endpoint primary, String why) implements HealStep {}

    /** Makes a sentinel watch the primary, and nothing else of that name. */
    record Monitor(Endpoint to, Endpoint primary, Watched group, String why) implements HealStep {}

    /** Makes a sentinel watch nothing of that name. */
    record Unwatch(Endpoint to, Watched group, String why) implements HealStep {}

    /** For people: {@code promote incr-redis-2}. */
    default String what() {
        return switch (this) {
            case Promote s -> "promote " + s.to().service();
            case Follow s ->
                "let " + s.to().service() + " follow " + s.primary().service();
            case Monitor s ->
                "let " + s.to().service() + " watch " + s.primary().service();
            case Unwatch s -> "let " + s.to().service() + " watch nothing";
        };
    }
}
