package dev.skep.act;

/** A Redis or a sentinel could not be told something; what is there by then decides whether it is told again. */
public final class RedisAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisAway(String message, Throwable cause) {
        super(message, cause);
    }
}
