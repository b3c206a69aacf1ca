package dev.skep.redis;

/** A Redis or a Sentinel did not do what it was told, or its answer got lost. */
public final class RedisException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RedisException(String message, Throwable cause) {
        super(message, cause);
    }
}
