package dev.skep.incrementor.counter;

import java.util.Optional;

/** What the writer knows of Redis at this moment. */
public sealed interface LinkState {
    /** It has not been asked yet. */
    record Unknown() implements LinkState {}

    /** It answered last time, and took writes. */
    record Ready() implements LinkState {}

    /** It did not. */
    record Down(RedisFailure.Kind kind, String why) implements LinkState {}

    /** Why nothing is counted now; empty if nothing is known to be wrong. */
    default Optional<String> whyDown() {
        return switch (this) {
            case Unknown(), Ready() -> Optional.empty();
            case Down(var kind, var why) -> Optional.of(why);
        };
    }
}
