package dev.skep.observed;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is looked up for each manifest, found without going through everybody else's. */
record Index(
        Map<String, ObservedService> services,
        Map<String, List<ObservedService>> servicesByOwner,
        Map<String, List<ObservedTask>> tasksByService,
        NavigableMap<String, List<ObservedNode>> nodesByVolume,
        Set<String> schedulable,
        Set<String> ready,
        Set<String> drained,
        Map<String, String> networkNames,
        Resources networks,
        Resources configs,
        Resources secrets,
        Map<String, String> rotations) {

    /** The resources of one kind. */
    record Resources(Set<String> names, Map<String, List<ObservedResource>> byOwner) {
        private static Resources of(List<ObservedResource> all) {
            return new Resources(
                    all.stream().map(ObservedResource::name).collect(Collectors.toSet()),
                    all.stream().collect(Collectors.groupingBy(ObservedResource::owner)));
        }

        List<ObservedResource> of(String owner) {
            return byOwner.getOrDefault(owner, List.of());
        }
    }

    static Index of(Observed observed) {
        return new Index(
                observed.services().stream()
                        .collect(
                                Collectors.toMap(ObservedService::name, Function.identity(), (first, second) -> first)),
                observed.services().stream().collect(Collectors.groupingBy(s -> s.label(Labels.NAME))),
                observed.tasks().stream().collect(Collectors.groupingBy(ObservedTask::serviceId)),
                nodesByVolume(observed.nodes()),
                ids(observed.nodes(), ObservedNode::schedulable),
                ids(observed.nodes(), ObservedNode::ready),
                ids(observed.nodes(), ObservedNode::drained),
                observed.networks().stream().collect(Collectors.toMap(ObservedResource::id, ObservedResource::name)),
                Resources.of(observed.networks()),
                Resources.of(observed.configs()),
                Resources.of(observed.secrets()),
                rotations(observed.secrets()));
    }

    /** The same for other nodes. */
    Index with(List<ObservedNode> nodes) {
        return new Index(
                services,
                servicesByOwner,
                tasksByService,
                nodesByVolume(nodes),
                ids(nodes, ObservedNode::schedulable),
                ids(nodes, ObservedNode::ready),
                ids(nodes, ObservedNode::drained),
                networkNames,
                networks,
                configs,
                secrets,
                rotations);
    }

    private static Map<String, String> rotations(List<ObservedResource> secrets) {
        return secrets.stream()
                .flatMap(s -> s.labels().entrySet().stream())
                .filter(l -> l.getKey().startsWith(Labels.ROTATION_PREFIX) && Rotation.isOne(l.getValue()))
                .collect(Collectors.toMap(
                        l -> l.getKey().substring(Labels.ROTATION_PREFIX.length()),
                        Map.Entry::getValue,
                        (first, second) -> first));
    }

    private static Set<String> ids(List<ObservedNode> nodes, Predicate<ObservedNode> which) {
        return nodes.stream().filter(which).map(ObservedNode::id).collect(Collectors.toSet());
    }

    private static NavigableMap<String, List<ObservedNode>> nodesByVolume(List<ObservedNode> nodes) {
        return nodes.stream()
                .flatMap(n -> volumes(n).map(v -> Map.entry(v, n)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static Stream<String> volumes(ObservedNode node) {
        return node.labels().keySet().stream()
                .filter(l -> l.startsWith(Labels.VOLUME_PREFIX))
                .map(l -> l.substring(Labels.VOLUME_PREFIX.length()));
    }
}
