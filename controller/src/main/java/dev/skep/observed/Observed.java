package dev.skep.observed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One snapshot of the swarm: its nodes, and everything under our labels.
 *
 * @param at when it was read
 */
public record Observed(
        Instant at,
        List<ObservedNode> nodes,
        List<ObservedService> services,
        List<ObservedTask> tasks,
        List<ObservedResource> networks,
        List<ObservedResource> configs,
        List<ObservedResource> secrets) {

    public Optional<ObservedService> service(String name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The services made for a manifest. */
    public List<ObservedService> servicesOf(String manifest) {
        return services.stream()
                .filter(s -> s.label(Labels.NAME).equals(manifest))
                .toList();
    }

    public List<ObservedTask> tasksOf(ObservedService service) {
        return tasks.stream().filter(t -> t.serviceId().equals(service.id())).toList();
    }

    /** The tasks of a service that run, and are to run on, and were made from the template with this hash. */
    public List<ObservedTask> current(ObservedService service, String templateHash) {
        return staying(service).stream()
                .filter(t -> t.templateHash().equals(templateHash))
                .toList();
    }

    /** The tasks of a service that run, and are to run on, of whichever template. */
    public List<ObservedTask> staying(ObservedService service) {
        return tasksOf(service).stream()
                .filter(ObservedTask::running)
                .filter(t -> t.desiredState().equals("running"))
                .toList();
    }

    /** How many tasks a service wants: a global one wants one on every node that can run it. */
    public long wanted(ObservedService service) {
        var mode = service.spec().path("Mode");
        return mode.has("Replicated")
                ? mode.path("Replicated").path("Replicas").asLong()
                : nodes.stream().filter(ObservedNode::schedulable).count();
    }

    /** Whether all tasks that a service wants run, made from the template with this hash, and no others. */
    public boolean runs(ObservedService service, String templateHash) {
        long wanted = wanted(service);
        return current(service, templateHash).size() == wanted
                && staying(service).size() == wanted;
    }

    /** What ended a service's task last, in Swarm's words: "No such image", "task: non-zero exit (1)". */
    public Optional<String> lastError(ObservedService service) {
        return tasksOf(service).stream()
                .filter(t -> !t.error().isBlank())
                .max(Comparator.comparing(ObservedTask::changedAt))
                .map(ObservedTask::error);
    }

    /** The names of all manifests that something in the swarm was made for. */
    public Set<String> owners() {
        return Stream.concat(
                        services.stream().map(s -> s.label(Labels.NAME)),
                        Stream.of(networks, configs, secrets)
                                .flatMap(List::stream)
                                .map(ObservedResource::owner))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names of the networks by their ids: specs refer to networks by id. */
    public Map<String, String> networkNames() {
        return networks.stream().collect(Collectors.toMap(ObservedResource::id, ObservedResource::name));
    }

    /** Ids of secrets or configs by their names. */
    public static Map<String, String> idsByName(List<ObservedResource> resources) {
        return resources.stream()
                .collect(Collectors.toMap(ObservedResource::name, ObservedResource::id, (first, second) -> first));
    }

    public Map<String, ObservedNode> nodesById() {
        return nodes.stream().collect(Collectors.toMap(ObservedNode::id, Function.identity()));
    }

    /** The nodes that hold a volume: one, unless somebody put a label by hand. */
    public List<ObservedNode> nodesWithVolume(String volume) {
        return nodes.stream()
                .filter(n -> n.labels().containsKey(Labels.VOLUME_PREFIX + volume))
                .toList();
    }
}
