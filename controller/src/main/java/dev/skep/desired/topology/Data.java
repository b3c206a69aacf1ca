package dev.skep.desired.topology;

import dev.skep.desired.Volume;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a manifest's Redis have counted: the volumes that were made for it, and may hold something. */
public final class Data {
    /** {@code redis-1} or {@code shard-3-1}, after the manifest's name. */
    private static final Pattern MEMBER =
            Pattern.compile("(redis-(?<number>\\d{1,9})|shard-(?<slot>\\d{1,3})-\\d{1,9})");

    private Data() {}

    /**
     * The volumes that hold data: written to disk, or in the memory of a Redis that writes nothing and is still there. One that
     * has a place and in which no Redis ever ran holds none.
     */
    public static List<String> volumes(String manifest, Observed observed) {
        return observed.volumes(manifest + "-").entrySet().stream()
                .filter(volume -> member(manifest, volume.getKey()).matches())
                .filter(volume -> runs(volume.getKey(), observed)
                        || volume.getValue().stream().anyMatch(node -> holds(volume.getKey(), node, observed)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Also where it is to end, or its node does not answer; and it may copy and confirm before it is found healthy. */
    private static boolean runs(String redis, Observed observed) {
        return observed.service(redis).stream()
                .flatMap(service -> observed.tasksOf(service).stream())
                .anyMatch(task -> task.running() || task.state().equals("starting"));
    }

    private static boolean holds(String volume, ObservedNode node, Observed observed) {
        var labels = node.labels();
        // That something was only in memory is known by its service alone.
        return written(volume, node)
                ? labels.containsKey(Labels.DATA_PREFIX + volume) || !labels.containsKey(Labels.NEW_PREFIX + volume)
                : observed.service(volume).isPresent();
    }

    private static boolean written(String volume, ObservedNode node) {
        return !Volume.persistence(node.labels().get(Labels.VOLUME_PREFIX + volume))
                .equals(Words.of(Persistence.NONE));
    }

    /** The highest slot whose shard holds data; 0: none does. */
    public static int shards(String manifest, Observed observed) {
        return highest("slot", manifest, observed);
    }

    /** The highest number of a member of the one group that holds data; 0: none does. */
    public static int members(String manifest, Observed observed) {
        return highest("number", manifest, observed);
    }

    private static int highest(String part, String manifest, Observed observed) {
        return volumes(manifest, observed).stream()
                .map(volume -> member(manifest, volume))
                .filter(member -> member.matches() && member.group(part) != null)
                .mapToInt(member -> Integer.parseInt(member.group(part)))
                .max()
                .orElse(0);
    }

    private static Matcher member(String manifest, String volume) {
        return MEMBER.matcher(volume.substring(manifest.length() + 1));
    }
}
