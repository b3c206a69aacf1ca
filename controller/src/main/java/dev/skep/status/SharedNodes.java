package dev.skep.status;

import dev.skep.desired.Desired;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which copies of a count, and which of those who watch them, are lost together when one node is. */
final class SharedNodes {
    private SharedNodes() {}

    /** For people; empty: each is on a node of its own, or there are no copies. */
    static Optional<String> of(Desired desired, Observed observed) {
        return desired.watched()
                .map(w -> Stream.concat(
                                shared(w.members(), m -> holding(m, observed)),
                                shared(w.sentinels(), s -> running(s, observed)))
                        .collect(Collectors.joining("; ")))
                .filter(shared -> !shared.isEmpty())
                .map(shared -> shared
                        + ". The swarm had too few nodes when they were made; a member stays where its data is, a"
                        + " sentinel moves once a node is free");
    }

    private interface Place {
        Stream<String> of(String service);
    }

    private static Stream<String> shared(List<String> services, Place place) {
        var byNode = new TreeMap<String, List<String>>();
        for (var service : services) {
            place.of(service).forEach(node -> byNode.computeIfAbsent(node, _ -> new ArrayList<>())
                    .add(service));
        }
        return byNode.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(e -> "lost together with " + e.getKey() + ": " + String.join(", ", e.getValue()));
    }

    /** A member is where its volume is, whether it runs or not. */
    private static Stream<String> holding(String member, Observed observed) {
        return observed.nodesWithVolume(member).stream().map(ObservedNode::hostname);
    }

    private static Stream<String> running(String sentinel, Observed observed) {
        return observed.service(sentinel).stream()
                .flatMap(s -> observed.staying(s).stream())
                .flatMap(t -> observed.nodes().stream().filter(n -> n.id().equals(t.nodeId())))
                .map(ObservedNode::hostname)
                .distinct();
    }
}
