package dev.skep.desired;

import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedNode;
import java.util.stream.Stream;

/**
 * The volume of a Redis.
 *
 * @param written how it is written: the manifest's {@code redis.persistence}
 */
public record Volume(String name, String written) {
    private static final String RETIRED = "-retired";

    /** So ended what was written beside others in mode sentinel, before the modes had their Redis in common. */
    private static final String COPY = "-sentinel";

    /** The same as nobody reads it any more: others have all that it holds, and more. */
    public Volume retired() {
        return new Volume(name, written + RETIRED);
    }

    /** The same as a node's label has said it of old, which stays: without it Swarm would end who runs there. */
    public Volume asOfOld() {
        return new Volume(name, written + COPY);
    }

    /** Whether a node's label says it as of old. */
    public static boolean ofOld(String written) {
        return written.endsWith(COPY);
    }

    /** As the manifest says it, of what a node's label says. */
    public static String persistence(String written) {
        return ofOld(written) ? written.substring(0, written.length() - COPY.length()) : written;
    }

    /** Whether what is counted is in the memory of its Redis alone, and gone whenever that starts. */
    public boolean inMemory() {
        return persistence(written).equals(Words.of(Persistence.NONE));
    }

    /** Whether what is counted reaches the disk from time to time: where it cannot, its Redis runs on, and takes no writes. */
    boolean inSnapshots() {
        return persistence(written).equals(Words.of(Persistence.RDB));
    }

    /** The names of those that have their place on a node, and that somebody reads. */
    public static Stream<String> on(ObservedNode node) {
        return node.labels().entrySet().stream()
                .filter(l -> l.getKey().startsWith(Labels.VOLUME_PREFIX) && !retired(l.getValue()))
                .map(l -> l.getKey().substring(Labels.VOLUME_PREFIX.length()));
    }

    /** Whether a node's label says that nobody reads it any more. */
    public static boolean retired(String written) {
        return written.endsWith(RETIRED);
    }
}
