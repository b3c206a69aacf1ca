package dev.skep.incrementor.counter;

/** What the writer knows of Redis at this moment. */
public sealed interface LinkState {
    /** It has not been asked yet. */
    record Unknown() implements LinkState {}

    /** It answered last time, and took writes. */
    record Ready() implements LinkState {}

    /** It did not. */
    record Down(RedisFailure.Kind kind, String why) implements LinkState {}
}
