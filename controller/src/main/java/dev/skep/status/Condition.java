package dev.skep.status;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One statement on a manifest; docs/status.md is its contract.
 *
 * @param reason one word in CamelCase, for programs
 * @param message the same for people, with what to look at
 * @param since from when on the swarm itself proves it: never earlier than it came true; empty where it keeps no time of it
 * @param observedGeneration the manifest's generation that the swarm held when this was derived
 */
public record Condition(
        Type type, State state, String reason, String message, Optional<Instant> since, long observedGeneration) {
    /** What is stated. */
    public enum Type {
        READY("Ready"),
        PROGRESSING("Progressing"),
        DEGRADED("Degraded"),
        REDIS_HEALTHY("RedisHealthy");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As it is printed. */
        public String word() {
            return word;
        }

        /** The type of this word, in whichever case. */
        public static Optional<Type> of(String word) {
            return List.of(values()).stream()
                    .filter(t -> t.word.equalsIgnoreCase(word))
                    .findFirst();
        }
    }

    /** Whether it is so. */
    public enum State {
        TRUE,
        FALSE,
        UNKNOWN;

        /** As it is printed: True, False, Unknown. */
        public String word() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    public boolean is(State wanted) {
        return state == wanted;
    }

    @Override
    public String toString() {
        return "%s=%s, %s%s".formatted(type.word(), state.word(), reason, message.isEmpty() ? "" : ": " + message);
    }
}
