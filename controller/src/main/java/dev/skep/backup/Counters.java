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
 */
public record Counters(Map<String, List<ObservedService>> byGroup) {
    /** Those that there are services for. */
    public static Counters of(String manifest, Observed observed) {
        return new Counters(observed.servicesOf(manifest).stream()
                .filter(s -> s.label(Labels.COMPONENT).equals("redis"))
                .collect(Collectors.groupingBy(
                        s -> s.label(Labels.GROUP), () -> new TreeMap<>(Member.IN_ORDER), Collectors.toList())));
    }

    /** The same without those of which every service is such a one. */
    public Counters without(Predicate<ObservedService> gone) {
        var left = new TreeMap<String, List<ObservedService>>(Member.IN_ORDER);
        byGroup.forEach((group, services) -> {
            if (!services.stream().allMatch(gone)) {
                left.put(group, services);
            }
        });
        return new Counters(left);
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
        var shared = byGroup.getOrDefault(Group.SHARED, List.of());
        return switch (shared.size()) {
            case 0 -> new Topology.PerReplica().word();
            case 1 -> new Topology.Single().word();
            default -> Topology.SENTINEL;
        };
    }

    public List<String> groups() {
        return List.copyOf(byGroup.keySet());
    }
}
