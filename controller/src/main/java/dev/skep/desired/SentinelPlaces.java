package dev.skep.desired;

import dev.skep.desired.topology.Groups;
import dev.skep.desired.topology.Member;
import dev.skep.desired.topology.Numbers;
import dev.skep.desired.topology.Shards;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedService;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The nodes of those sentinels that have no member of their own to stand beside: ones where no member and no other sentinel is,
 * while there are such. A node that is away keeps its sentinel, as it keeps its member: who is there changes only where two
 * would go together, or the node has left the swarm.
 */
public final class SentinelPlaces {
    private static final String ON_NODE = "node.id==";

    private final List<String> members;
    private final List<String> sentinels;
    private final Observed observed;

    private SentinelPlaces(List<String> members, List<String> sentinels, Observed observed) {
        this.members = members;
        this.sentinels = sentinels;
        this.observed = observed;
    }

    /** By the sentinel's service the id of its node; who is not named stands beside a member. */
    public static Map<String, String> of(Manifest manifest, Numbers numbers, Observed observed) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> Map.of();
            case Topology.PerReplica() -> Map.of();
            case Topology.Sentinel topology -> {
                var members = Groups.of(manifest, Shards.NONE, numbers).getFirst().members().stream()
                        .map(Member::service)
                        .toList();
                yield new SentinelPlaces(members, Sentinels.names(manifest, topology.sentinels()), observed).places();
            }
        };
    }

    /** That a service with this place is to be there. */
    static String constraint(String nodeId) {
        return ON_NODE + nodeId;
    }

    private Map<String, String> places() {
        var alone = alone();
        var places = new TreeMap<String, String>();
        if (alone.isEmpty()) {
            return places;
        }
        var taken = members.stream().flatMap(m -> node(m).stream()).collect(Collectors.toCollection(HashSet::new));
        for (var sentinel : alone) {
            place(sentinel).filter(taken::add).ifPresent(node -> places.put(sentinel, node));
        }
        var free = new ArrayDeque<>(free(taken));
        for (var sentinel : alone) {
            if (!places.containsKey(sentinel) && !free.isEmpty()) {
                places.put(sentinel, free.removeFirst());
            }
        }
        return places;
    }

    /** Those for whom there is no member, or whose member is on a node with another. */
    private List<String> alone() {
        var seen = new HashSet<String>();
        return IntStream.range(0, sentinels.size())
                .filter(i -> i >= members.size()
                        || !node(members.get(i)).map(seen::add).orElse(true))
                .mapToObj(sentinels::get)
                .toList();
    }

    private Optional<String> node(String member) {
        return observed.nodesWithVolume(member).stream().map(ObservedNode::id).findFirst();
    }

    /** Where it was sent, if that is still a node of the swarm. */
    private Optional<String> place(String sentinel) {
        var nodes = observed.nodesById().keySet();
        return observed.service(sentinel).flatMap(SentinelPlaces::sentTo).filter(nodes::contains);
    }

    private static Optional<String> sentTo(ObservedService sentinel) {
        return sentinel.spec()
                .at("/TaskTemplate/Placement/Constraints")
                .valueStream()
                .map(c -> c.asText())
                .filter(c -> c.startsWith(ON_NODE))
                .map(c -> c.substring(ON_NODE.length()))
                .findFirst();
    }

    /** In the order in which nodes are given to volumes; members that have no place yet get the first. */
    private List<String> free(Set<String> taken) {
        return observed.nodes().stream()
                .filter(ObservedNode::schedulable)
                .filter(n -> !taken.contains(n.id()))
                .sorted(Comparator.comparingLong(
                                (ObservedNode n) -> Volume.on(n).count())
                        .thenComparing(ObservedNode::hostname))
                .skip(members.stream().filter(m -> node(m).isEmpty()).count())
                .map(ObservedNode::id)
                .toList();
    }
}
