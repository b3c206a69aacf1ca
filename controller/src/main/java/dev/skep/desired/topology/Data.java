package dev.skep.desired.topology;

import dev.skep.desired.Volume;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import java.util.List;
import java.util.regex.Pattern;

/** What a manifest's Redis have counted: the volumes that were made for it, and may hold something. */
public final class Data {
    /** {@code redis-1} or {@code shard-3-1}, after the manifest's name. */
    private static final Pattern MEMBER = Pattern.compile("(redis|shard-(?<slot>\\d{1,3}))-\\d{1,9}");

    private Data() {}

    /** The volumes that hold data: written to disk, or in the memory of a Redis that writes nothing and is still there. */
    public static List<String> volumes(String manifest, Observed observed) {
        var none = Words.of(Persistence.NONE);
        return observed.nodes().stream()
                .flatMap(n -> n.labels().entrySet().stream())
                .filter(label -> label.getKey().startsWith(Labels.VOLUME_PREFIX + manifest + "-"))
                .filter(label ->
                        MEMBER.matcher(afterName(manifest, label.getKey())).matches())
                .filter(label -> !Volume.persistence(label.getValue()).equals(none)
                        || observed.service(volume(label.getKey())).isPresent())
                .map(label -> volume(label.getKey()))
                .distinct()
                .sorted()
                .toList();
    }

    /** The highest slot whose shard holds data; 0: none does. */
    public static int shards(String manifest, Observed observed) {
        return volumes(manifest, observed).stream()
                .map(volume -> MEMBER.matcher(volume.substring(manifest.length() + 1)))
                .filter(member -> member.matches() && member.group("slot") != null)
                .mapToInt(member -> Integer.parseInt(member.group("slot")))
                .max()
                .orElse(0);
    }

    private static String volume(String label) {
        return label.substring(Labels.VOLUME_PREFIX.length());
    }

    private static String afterName(String manifest, String label) {
        return label.substring(Labels.VOLUME_PREFIX.length() + manifest.length() + 1);
    }
}
