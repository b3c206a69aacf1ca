package dev.skep.desired.topology;

import dev.skep.desired.Volume;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a manifest's Redis have counted: the volumes that were made for it, and may hold something. */
public final class Data {
    /** {@code redis-1} or {@code shard-3-1}, after the manifest's name. */
    private static final Pattern MEMBER = Pattern.compile("(redis|shard-(?<slot>\\d{1,3}))-\\d{1,9}");

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
        return !retired(redis, observed)
                && observed.service(redis).stream()
                        .flatMap(service -> observed.tasksOf(service).stream())
                        .anyMatch(task -> task.running() || task.state().equals("starting"));
    }

    private static boolean holds(String volume, ObservedNode node, Observed observed) {
        var labels = node.labels();
        var written = written(volume, node);
        if (Volume.retired(written)) {
            return false;
        }
        // That something was only in memory is known by its service alone.
        return new Volume(volume, written).inMemory()
                ? observed.service(volume).isPresent()
                : labels.containsKey(Labels.DATA_PREFIX + volume) || !labels.containsKey(Labels.NEW_PREFIX + volume);
    }

    private static String written(String volume, ObservedNode node) {
        return node.labels().get(Labels.VOLUME_PREFIX + volume);
    }

    /** Whether nobody reads a volume any more: others have all that it holds. */
    public static boolean retired(String volume, Observed observed) {
        var nodes = observed.nodesWithVolume(volume);
        return !nodes.isEmpty() && nodes.stream().allMatch(n -> Volume.retired(written(volume, n)));
    }

    /** Whether a Redis of the shared count is there that has counted, and whose volume is written in another way than this. */
    static boolean writtenOtherwise(String manifest, String written, Observed observed) {
        return volumes(manifest, observed).stream()
                .filter(v -> shared(manifest, v) && observed.service(v).isPresent())
                .flatMap(v -> observed.nodesWithVolume(v).stream().map(node -> written(v, node)))
                .anyMatch(w -> !Volume.persistence(w).equals(written));
    }

    /** Whether a copy of the shared count is still there whose volume nobody reads any more. */
    public static boolean retiring(String manifest, Observed observed) {
        return observed.servicesOf(manifest).stream()
                .map(s -> s.name())
                .anyMatch(n -> n.startsWith(manifest + "-") && shared(manifest, n) && retired(n, observed));
    }

    /** The shards that there are or were: one whose node has left the swarm may be all that knows what it counted. */
    public static Shards shards(String manifest, Observed observed) {
        var numbers = new TreeMap<Integer, Numbers>();
        var holding = new TreeSet<Integer>();
        var holds = Set.copyOf(volumes(manifest, observed));
        for (var name : names(manifest, observed)) {
            var member = member(manifest, name);
            if (!member.matches() || member.group("slot") == null || onlyPlaced(name, observed)) {
                continue;
            }
            var slot = Integer.parseInt(member.group("slot"));
            var number = number(name);
            var live = retired(name, observed) ? List.<Integer>of() : List.of(number);
            numbers.merge(slot, Numbers.of(number, live), Numbers::and);
            if (holds.contains(name) || observed.nodesWithVolume(name).isEmpty() || mayHaveRun(name, observed)) {
                holding.add(slot);
            }
        }
        return new Shards(numbers, holding);
    }

    /**
     * Swarm ended it, as on a drained node, and nobody noted whether it ran: tasks count in the first shards with no controller there
     * that could.
     */
    private static boolean mayHaveRun(String shard, Observed observed) {
        return !retired(shard, observed)
                && observed.service(shard).stream()
                        .flatMap(service -> observed.tasksOf(service).stream())
                        .anyMatch(task -> task.state().equals("shutdown"));
    }

    /** Of the volumes and services that a manifest has. */
    private static List<String> names(String manifest, Observed observed) {
        return Stream.concat(
                        observed.volumes(manifest + "-").keySet().stream(),
                        observed.servicesOf(manifest).stream().map(s -> s.name()))
                .filter(n -> n.startsWith(manifest + "-"))
                .distinct()
                .toList();
    }

    private static int number(String member) {
        return Integer.parseInt(member.substring(member.lastIndexOf('-') + 1));
    }

    /** The numbers of the members of the shared group: those that may go on in it, and the highest of all. */
    public static Numbers numbers(String manifest, Observed observed) {
        var names = names(manifest, observed).stream()
                .filter(n -> shared(manifest, n))
                .filter(n -> !onlyPlaced(n, observed))
                .toList();
        var live = names.stream()
                .filter(n -> !retired(n, observed))
                .map(Data::number)
                .sorted()
                .toList();
        var ofOld = names.stream()
                .filter(n -> observed.nodesWithVolume(n).stream().anyMatch(node -> Volume.ofOld(written(n, node))))
                .map(Data::number)
                .collect(Collectors.toSet());
        var holds = Set.copyOf(volumes(manifest, observed));
        var ran = names.stream()
                .filter(n -> holds.contains(n) || observed.nodesWithVolume(n).isEmpty())
                .mapToInt(Data::number)
                .max();
        var stay = ran.isPresent() ? live.indexOf(ran.getAsInt()) + 1 : 0;
        return new Numbers(
                live, stay, names.stream().mapToInt(Data::number).max().orElse(0), ofOld);
    }

    /** It has a place, and nobody was ever there. */
    private static boolean onlyPlaced(String redis, Observed observed) {
        return observed.service(redis).isEmpty()
                && observed.nodesWithVolume(redis).stream()
                        .allMatch(n -> n.labels().containsKey(Labels.NEW_PREFIX + redis)
                                && !n.labels().containsKey(Labels.DATA_PREFIX + redis));
    }

    private static boolean shared(String manifest, String name) {
        var member = member(manifest, name);
        return member.matches() && member.group("slot") == null;
    }

    private static Matcher member(String manifest, String volume) {
        return MEMBER.matcher(volume.substring(manifest.length() + 1));
    }
}
