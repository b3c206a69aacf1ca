package dev.skep.incrementor.settings;

import java.util.List;
import java.util.Locale;

/** How the counter is kept; each is written in the environment as it is in manifests. */
public sealed interface RedisMode {
    /** One Redis for all tasks. */
    record Single() implements RedisMode {
        @Override
        public String toString() {
            return Word.SINGLE.toString();
        }
    }

    /** A Redis for each task. */
    record PerReplica() implements RedisMode {
        @Override
        public String toString() {
            return Word.PER_REPLICA.toString();
        }
    }

    /**
     * One Redis that has replicas, and sentinels who say which of them it is.
     *
     * @param primaryName by which the sentinels know it
     * @param replicas how many it has when all is well; 0: not known
     */
    record Sentinel(List<HostPort> sentinels, String primaryName, int replicas) implements RedisMode {
        @Override
        public String toString() {
            return Word.SENTINEL.toString();
        }
    }

    /** What is written. */
    enum Word {
        SINGLE,
        SENTINEL,
        PER_REPLICA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
