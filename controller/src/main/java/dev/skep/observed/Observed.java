package dev.skep.observed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One snapshot of the swarm: its nodes, and everything under our labels. */
public final class Observed {
    private final Instant at;
    private final List<ObservedNode> nodes;
    private final List<ObservedService> services;
    private final List<ObservedTask> tasks;
    private final List<ObservedResource> networks;
    private final List<ObservedResource> configs;
    private final List<ObservedResource> secrets;
    private final Index index;
    private final Map<String, ObservedGroup> groups;
    private final Map<String, List<ObservedShare>> shares;

    /**
     * Takes what was read.
     *
     * @param at when it was read
     */
    public Observed(
            Instant at,
            List<ObservedNode> nodes,
            List<ObservedService> services,
            List<ObservedTask> tasks,
            List<ObservedResource> networks,
            List<ObservedResource> configs,
            List<ObservedResource> secrets) {
        this.at = at;
        this.nodes = List.copyOf(nodes);
        this.services = List.copyOf(services);
        this.tasks = withAdopted(tasks, this.services);
        this.networks = List.copyOf(networks);
        this.configs = List.copyOf(configs);
        this.secrets = List.copyOf(secrets);
        this.index = Index.of(this);
        this.groups = Map.of();
        this.shares = Map.of();
    }

    /** The tasks that an adopted service had carry no template's hash: their service says which it was. Mostly there are none. */
    public static List<ObservedTask> withAdopted(List<ObservedTask> tasks, List<ObservedService> services) {
        var adopted = services.stream()
                .filter(s -> !s.label(Labels.ADOPTED).isEmpty())
                .collect(Collectors.toMap(ObservedService::id, s -> s.label(Labels.ADOPTED)));
        if (adopted.isEmpty()) {
            return List.copyOf(tasks);
        }
        return tasks.stream()
                .map(t -> t.templateHash().isEmpty() ? t.ofTemplate(adopted.getOrDefault(t.serviceId(), "")) : t)
                .toList();
    }

    private Observed(
            Observed before,
            List<ObservedNode> nodes,
            Map<String, ObservedGroup> groups,
            Map<String, List<ObservedShare>> shares) {
        this.at = before.at;
        this.nodes = List.copyOf(nodes);
        this.services = before.services;
        this.tasks = before.tasks;
        this.networks = before.networks;
        this.configs = before.configs;
        this.secrets = before.secrets;
        this.index = nodes == before.nodes ? before.index : before.index.with(nodes);
        this.groups = Map.copyOf(groups);
        this.shares = Map.copyOf(shares);
    }

    /** The same, and how the Redis of a manifest said they are. */
    public Observed with(String manifest, ObservedGroup group) {
        return new Observed(this, nodes, Map.of(manifest, group), shares);
    }

    /** The same, and what the Redis of a manifest hold of what a sum needs, as far as they answered. */
    public Observed with(String manifest, List<ObservedShare> answered) {
        return new Observed(this, nodes, groups, Map.of(manifest, answered));
    }

    /** What the Redis of a manifest hold of what a sum needs, where they were asked. */
    public Optional<List<ObservedShare>> shares(String manifest) {
        return Optional.ofNullable(shares.get(manifest));
    }

    /** How the Redis of a manifest said they are, where they were asked. */
    public Optional<ObservedGroup> group(String manifest) {
        return Optional.ofNullable(groups.get(manifest));
    }

    /** The same, but for the labels that a node will carry besides its own. */
    public Observed withLabels(ObservedNode node, Map<String, String> labels) {
        return new Observed(
                this,
                nodes.stream()
                        .map(n -> n.id().equals(node.id()) ? n.withLabels(labels) : n)
                        .toList(),
                groups,
                shares);
    }

    /** When it was read. */
    public Instant at() {
        return at;
    }

    public List<ObservedNode> nodes() {
        return nodes;
    }

    public List<ObservedService> services() {
        return services;
    }

    public List<ObservedTask> tasks() {
        return tasks;
    }

    public List<ObservedResource> networks() {
        return networks;
    }

    public List<ObservedResource> configs() {
        return configs;
    }

    public List<ObservedResource> secrets() {
        return secrets;
    }

    public boolean hasNetwork(String name) {
        return index.networks().names().contains(name);
    }

    public boolean hasConfig(String name) {
        return index.configs().names().contains(name);
    }

    public boolean hasSecret(String name) {
        return index.secrets().names().contains(name);
    }

    /** The networks made for a manifest. */
    public List<ObservedResource> networksOf(String manifest) {
        return index.networks().of(manifest);
    }

    /** The configs made for a manifest. */
    public List<ObservedResource> configsOf(String manifest) {
        return index.configs().of(manifest);
    }

    /** The secrets made for a manifest. */
    public List<ObservedResource> secretsOf(String manifest) {
        return index.secrets().of(manifest);
    }

    /** How often the passwords of a manifest were changed, as it is written. */
    Optional<String> rotation(String manifest) {
        return Optional.ofNullable(index.rotations().get(manifest));
    }

    public Optional<ObservedService> service(String name) {
        return Optional.ofNullable(index.services().get(name));
    }

    /** The services made for a manifest. */
    public List<ObservedService> servicesOf(String manifest) {
        return index.servicesByOwner().getOrDefault(manifest, List.of());
    }

    /** Those of them that are such a part of it: {@code app}, {@code redis}, {@code sentinel}. */
    public Stream<ObservedService> servicesOf(String manifest, String component) {
        return servicesOf(manifest).stream()
                .filter(s -> s.label(Labels.COMPONENT).equals(component));
    }

    public List<ObservedTask> tasksOf(ObservedService service) {
        return index.tasksByService().getOrDefault(service.id(), List.of());
    }

    /** The tasks of a service that run, and are to run on, and were made from the template with this hash. */
    public List<ObservedTask> current(ObservedService service, String templateHash) {
        return staying(service).stream()
                .filter(t -> t.templateHash().equals(templateHash))
                .toList();
    }

    /**
     * The tasks of a service that run, and are to run on, of whichever template. A paused node keeps the task of a global
     * service as it is, and Swarm asks for none there: it does not count.
     */
    public List<ObservedTask> staying(ObservedService service) {
        return tasksOf(service).stream()
                .filter(ObservedTask::running)
                .filter(ObservedTask::stays)
                .filter(t -> service.replicated() || index.schedulable().contains(t.nodeId()))
                .toList();
    }

    /**
     * Whether all that is left of a service is about to end, or waits for a node that suits it: a node is drained, or Swarm ends the
     * task and does not start the next one yet. Of what is on a node that does not answer nobody knows.
     */
    public boolean isEnding(ObservedService service) {
        var tasks = tasksOf(service).stream().filter(t -> !t.ended()).toList();
        var ends = tasks.stream().anyMatch(this::ends);
        return !tasks.isEmpty()
                && tasks.stream()
                        .filter(t -> !ends || t.stays())
                        .allMatch(t -> t.nodeId().isEmpty() || index.drained().contains(t.nodeId()));
    }

    /** The tasks whose services have gone. */
    public List<ObservedTask> orphans() {
        var ids = services.stream().map(ObservedService::id).collect(Collectors.toSet());
        return tasks.stream().filter(t -> !ids.contains(t.serviceId())).toList();
    }

    /** Whether it runs, Swarm wants it to end, and its node answers. */
    public boolean ends(ObservedTask task) {
        return task.running() && !task.stays() && index.ready().contains(task.nodeId());
    }

    /** The drained node that a service waits for, whose place is nowhere else. */
    public Optional<ObservedNode> awaits(ObservedService service) {
        var places = service.places().stream().flatMap(this::places).toList();
        return places.stream().allMatch(ObservedNode::drained)
                        && staying(service).isEmpty()
                ? places.stream().findFirst()
                : Optional.empty();
    }

    private Stream<ObservedNode> places(ObservedService.Place place) {
        return switch (place) {
            case ObservedService.Place.ByVolume(var volume) -> nodesWithVolume(volume).stream();
            case ObservedService.Place.ById(var id) -> nodes.stream().filter(n -> n.id().equals(id));
        };
    }

    /** Whether a task of a service runs, and is to run on, that was made from another template than the one with this hash. */
    public boolean runsAnother(ObservedService service, String templateHash) {
        return staying(service).stream().anyMatch(t -> !t.templateHash().equals(templateHash));
    }

    /** How many tasks a service wants: a global one wants one on every node that can run it. */
    public long wanted(ObservedService service) {
        return wanted(service.spec());
    }

    /** How many tasks a spec asks for. */
    public long wanted(JsonNode serviceSpec) {
        var mode = serviceSpec.path("Mode");
        return mode.has("Replicated")
                ? mode.path("Replicated").path("Replicas").asLong()
                : index.schedulable().size();
    }

    /** Whether all tasks that a service wants run, made from the template with this hash, and no others. */
    public boolean runs(ObservedService service, String templateHash) {
        long wanted = wanted(service);
        return current(service, templateHash).size() == wanted
                && staying(service).size() == wanted;
    }

    /** What ended a task of that template last, in Swarm's words: "No such image", "task: non-zero exit (1)". */
    public Optional<String> lastError(ObservedService service, String templateHash) {
        return tasksOf(service).stream()
                .filter(t -> t.templateHash().equals(templateHash))
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
        return index.networkNames();
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
        return index.nodesByVolume().getOrDefault(volume, List.of());
    }

    /** The volumes whose names start so, and the nodes that hold each. */
    public SortedMap<String, List<ObservedNode>> volumes(String prefix) {
        return index.nodesByVolume().subMap(prefix, prefix + Character.MAX_VALUE);
    }
}
