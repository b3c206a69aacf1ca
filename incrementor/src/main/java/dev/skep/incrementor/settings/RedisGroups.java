package dev.skep.incrementor.settings;

import java.util.List;

/** Of which counters scope=all tells the sum. */
public sealed interface RedisGroups {
    /** That of this task, these others, and those that are listed in their Redis. */
    record Given(List<HostPort> others) implements RedisGroups {}

    /** That of this task, and those that are listed in its Redis; there is no sum while none are. */
    record Listed() implements RedisGroups {
        /**
         * So it is written. To an app that does not know it, it is one that never answers: it counts, and tells no sum, which
         * would lack somebody.
         */
        public static final String WORD = "listed-in-redis:1";
    }
}
