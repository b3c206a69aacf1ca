package dev.skep.desired;

/**
 * The volume of a Redis.
 *
 * @param written how it is written: the manifest's {@code redis.persistence}
 */
public record Volume(String name, String written) {
    private static final String RETIRED = "-retired";

    /** The same as nobody reads it any more: others have all that it holds, and more. */
    public Volume retired() {
        return new Volume(name, written + RETIRED);
    }

    /** Whether a node's label says that nobody reads it any more. */
    public static boolean retired(String written) {
        return written.endsWith(RETIRED);
    }
}
