package dev.skep.incrementor.counter;

/** Redis did not do what it was asked to; the message can be shown to a user and names no secret. */
public final class RedisFailure extends Exception {
    /** What the writer does about it. */
    public enum Kind {
        /** No connection, or it broke, or no answer in time. */
        UNREACHABLE,
        /** It wants another password, or allows too little. */
        UNAUTHENTICATED,
        /** It answers but takes no writes: a replica, still loading, out of memory, its disk full. */
        UNWRITABLE,
        /** It refused this very request, and would again: the key holds no number, or there is no room for more. */
        UNUSABLE
    }

    private final Kind kind;

    public RedisFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
