package dev.skep.backup;

import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Member;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The counters that a manifest has in the swarm at this moment, each with the services of its Redis.
 *
 * @param byGroup the services of each group, by its name, shards in the order of their numbers
 * @param watched whether there are sentinels: while the one Redis of a count moves, there are two as well
 */
public record Counters(Map<String, List<ObservedService>> byGroup, boolean watched) {
    /** Those that there are services for. */
    public static Counters of(String manifest, Observed observed) {
        var byGroup = observed.servicesOf(manifest, "redis")
                .collect(Collectors.groupingBy(
                        s -> s.label(Labels.GROUP),
                        () -> new TreeMap<String, List<ObservedService>>(Member.IN_ORDER),
                        Collectors.toList()));
        return new Counters(
                byGroup, observed.servicesOf(manifest, "sentinel").findAny().isPresent());
    }

    /** The same without those of which every service is such a one. */
    public Counters without(Predicate<ObservedService> gone) {
        var left = new TreeMap<String, List<ObservedService>>(Member.IN_ORDER);
        byGroup.forEach((group, services) -> {
            if (!services.stream().allMatch(gone)) {
                left.put(group, services);
            }
        });
        return new Counters(left, watched);
    }

    /** Whether there are counters of several modes, of which one is about to go. */
    public boolean mixed() {
        return byGroup.size() > 1 && byGroup.containsKey(Group.SHARED);
    }

    /** Whether they would be, were a Redis of this group made besides. */
    public boolean mixedWith(String group) {
        return !byGroup.isEmpty() && !mixed() && byGroup.containsKey(Group.SHARED) == Group.shard(group);
    }

    /** As in the manifest: {@code per-replica}. */
    public String mode() {
        if (!byGroup.containsKey(Group.SHARED)) {
            return new Topology.PerReplica().word();
        }
        return watched ? Topology.SENTINEL : new Topology.Single().word();
    }

    public List<String> groups() {
        return List.copyOf(byGroup.keySet());
    }
}
