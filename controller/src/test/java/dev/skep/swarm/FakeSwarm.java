package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.redis.Redises;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A swarm in memory that behaves as a real one does, as far as Skep can see: {@link SwarmContract} holds both to it.
 * Deterministic: time passes, and tasks move on by a step, only when somebody observes it.
 */
public final class FakeSwarm implements Swarm {
    private static final Duration STEP = Duration.ofMillis(100);

    /** A watcher's two callbacks. */
    private record Watcher(Consumer<SwarmEvent> onEvent, Runnable ended) {}

    private final Faults faults = new Faults();
    private final List<FakeNode> nodes;
    private final FakeScheduler scheduler;
    private final FakeResources networks = new FakeResources("network");
    private final FakeResources configs = new FakeResources("config");
    private final FakeResources secrets = new FakeResources("secret");
    private final Map<String, FakeService> services = new LinkedHashMap<>();
    private final List<FakeService> ending = new ArrayList<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final List<String> fromTheStart = new ArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private Optional<SimulatedRedises> redises = Optional.empty();
    private boolean registry = true;
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private long index = 10;

    /** So many nodes, named from node1 on, of which the first is the manager; with what the installation makes for Redis. */
    public FakeSwarm(int nodes) {
        this(IntStream.rangeClosed(1, nodes).mapToObj(FakeNode::new).toList());
        networks.create(
                "id-installed",
                ControllerService.REDIS_NETWORK,
                Map.of(Labels.NAME, ControllerService.NAME),
                new byte[0],
                ++index);
        fromTheStart.addAll(names());
    }

    private FakeSwarm(List<FakeNode> nodes) {
        this.nodes = nodes;
        this.scheduler = new FakeScheduler(nodes);
    }

    /** One in which Skep is not installed. */
    public static FakeSwarm withoutSkep(int nodes) {
        return new FakeSwarm(
                IntStream.rangeClosed(1, nodes).mapToObj(FakeNode::new).toList());
    }

    public Faults faults() {
        return faults;
    }

    /** The nth node, from 1. */
    public FakeNode node(int number) {
        return nodes.get(number - 1);
    }

    /** Where fewer tasks are asked for, those of the highest slots are left, from now on: Swarm leaves whichever it likes. */
    public synchronized void keepHighSlots() {
        scheduler.keepHighSlots();
    }

    /** Tasks of this image fail. */
    public synchronized void bad(String image) {
        scheduler.bad(image);
    }

    /** They come up after all, those that failed too. */
    public synchronized void good(String image) {
        scheduler.good(image, services.values(), now);
    }

    /** What is in the volume of this service is gone, and its Redis ends. */
    public synchronized void empty(String service) {
        scheduler.empty(find(service).map(f -> services.get(f.id())).orElseThrow(), now);
    }

    /** The container of this service ends, and Swarm starts another. */
    public synchronized void kill(String service) {
        find(service).map(f -> services.get(f.id())).orElseThrow().tasks().forEach(t -> t.end("shutdown"));
    }

    /** A restart and an update have both put a task into the first slot of this service, which nobody ends. */
    public synchronized void twice(String service) {
        scheduler.twice(find(service).map(f -> services.get(f.id())).orElseThrow(), now);
    }

    /** Tasks of this image never get past their start. */
    public synchronized void slow(String image) {
        scheduler.slow(image);
    }

    /** Tasks of this image start as all others, from now on. */
    public synchronized void quick(String image) {
        scheduler.quick(image);
    }

    /** What runs in the tasks of its Redis and sentinels; from the first call on their health depends on it. */
    public synchronized Redises redises() {
        if (redises.isEmpty()) {
            var simulated = new SimulatedRedises(faults);
            redises = Optional.of(simulated);
            scheduler.healthy(simulated::healthy);
        }
        return redises.get();
    }

    /** An app task counts in the Redis of this service, which is a shard; whether it may. */
    public boolean count(String shard) {
        return simulated().count(shard);
    }

    /** What the container of a task was told. */
    public synchronized List<String> environment(String task) {
        return services.values().stream()
                .flatMap(s -> s.tasks().stream())
                .filter(t -> t.id().equals(task))
                .flatMap(t -> t.template().at("/ContainerSpec/Env").valueStream())
                .map(v -> v.asText())
                .toList();
    }

    /** What was counted in it. */
    public long counted(String shard) {
        return simulated().counted(shard);
    }

    /** From now on it answers, and takes no writes, for it cannot write to its disk. */
    public void refuse(String redis) {
        simulated().refuse(redis);
    }

    /** Its disk takes all again. */
    public void accept(String redis) {
        simulated().accept(redis);
    }

    private synchronized SimulatedRedises simulated() {
        redises();
        return redises.orElseThrow();
    }

    /** The same of one manifest. */
    public synchronized SimulatedRedis redis(String manifest) {
        redises();
        return redises.orElseThrow().of(manifest);
    }

    /** A tag leads to another image from now on. */
    public synchronized void push(String image, String digest) {
        digests.put(image, digest);
    }

    /** Whether a registry answers. */
    public synchronized void registry(boolean answers) {
        registry = answers;
    }

    /** Time passes. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** The content of a config or secret. */
    public synchronized String text(String configOrSecret) {
        return (secrets.lookUp(configOrSecret).isPresent() ? secrets : configs).text(configOrSecret);
    }

    /** The names of all that has come since it was made, foreign or not. */
    public synchronized List<String> names() {
        return Stream.concat(
                        services.values().stream().map(FakeService::name),
                        Stream.of(networks, configs, secrets)
                                .flatMap(r -> r.all().stream().map(o -> o.name())))
                .filter(name -> !fromTheStart.contains(name))
                .toList();
    }

    /** How many tasks there ever were: one more than needed is one that was started again. */
    public synchronized long tasksEver() {
        return scheduler.tasksEver();
    }

    /** The event stream breaks. */
    public void breakStreams() {
        var broken = List.copyOf(watchers);
        watchers.clear();
        broken.forEach(w -> w.ended().run());
    }

    /** Where the controller reaches the Redis or the sentinel of this service. */
    public String redisAddress(String service) {
        var observed = observe();
        return observed.staying(observed.service(service).orElseThrow())
                .getFirst()
                .addresses()
                .get(ControllerService.REDIS_NETWORK);
    }

    @Override
    public Observed observe() {
        return faults.read("observe", this::snapshot);
    }

    /** What a test sees that is no caller: nothing fails, and nothing is counted. */
    public Observed peek() {
        return snapshot();
    }

    private synchronized Observed snapshot() {
        now = now.plus(STEP);
        ending.removeIf(s -> s.tasks().isEmpty());
        ending.forEach(s -> s.tasks().clear());
        services.values().forEach(s -> scheduler.tick(s, now));
        redises.ifPresent(r -> r.tick(services.values()));
        return new Observed(
                now,
                nodes.stream().map(FakeNode::observed).toList(),
                ours().map(FakeService::observed).toList(),
                ours().flatMap(this::tasks).toList(),
                networks.ours(),
                configs.ours(),
                secrets.ours());
    }

    @Override
    public List<ObservedTask> tasksOf(List<ObservedService> observed) {
        return faults.read("tasksOf", () -> now(observed));
    }

    private synchronized List<ObservedTask> now(List<ObservedService> observed) {
        var ids = observed.stream().map(ObservedService::id).collect(Collectors.toSet());
        var tasks =
                ours().filter(s -> ids.contains(s.id())).flatMap(this::tasks).toList();
        return Observed.withAdopted(tasks, observed);
    }

    private Stream<FakeService> ours() {
        return services.values().stream().filter(FakeService::isOurs);
    }

    private Stream<ObservedTask> tasks(FakeService service) {
        var adopted = service.spec().path("Labels").has(Labels.ADOPTED);
        return service.tasks().stream()
                .filter(t -> adopted || t.isOurs())
                .map(t -> t.observed(service.id(), this::networkName));
    }

    @Override
    public void createNetwork(String name, Map<String, String> labels) {
        create("createNetwork", networks, name, labels, new byte[0]);
    }

    @Override
    public void createInternalNetwork(String name, Map<String, String> labels) {
        create("createInternalNetwork", networks, name, labels, new byte[0]);
    }

    @Override
    public void createConfig(String name, Map<String, String> labels, byte[] data) {
        create("createConfig", configs, name, labels, data);
    }

    @Override
    public void createSecret(String name, Map<String, String> labels, byte[] data) {
        create("createSecret", secrets, name, labels, data);
    }

    private void create(String call, FakeResources kind, String name, Map<String, String> labels, byte[] data) {
        write(
                call,
                kind.kind(),
                "create",
                name,
                content(data),
                () -> kind.create("id-" + ++index, name, labels, data, index));
    }

    @Override
    public void labelConfig(ObservedResource config, Map<String, String> labels) {
        var outcome = labels.getOrDefault(Labels.OUTCOME, "");
        write("labelConfig", "config", "update", config.name(), outcome, () -> configs.label(config, labels, ++index));
    }

    @Override
    public void labelSecret(ObservedResource secret, Map<String, String> labels) {
        write("labelSecret", "secret", "update", secret.name(), "", () -> secrets.label(secret, labels, ++index));
    }

    private String networkName(String idOrName) {
        return networks.lookUp(idOrName).map(ObservedResource::name).orElse(idOrName);
    }

    @Override
    public void removeNetwork(String id) {
        remove("removeNetwork", networks, "Target", id);
    }

    @Override
    public void removeConfig(String id) {
        remove("removeConfig", configs, "ConfigID", id);
    }

    @Override
    public void removeSecret(String id) {
        remove("removeSecret", secrets, "SecretID", id);
    }

    private void remove(String call, FakeResources kind, String reference, String id) {
        write(call, kind.kind(), "remove", id, "", () -> {
            var resource = kind.find(id);
            // Tasks that are ending are still attached to their network, but need their configs and secrets no more.
            var users = Stream.concat(services.values().stream(), kind == networks ? ending.stream() : Stream.empty());
            users.filter(s -> s.refersTo(reference, resource.id())).findFirst().ifPresent(s -> {
                throw new SwarmException.InUse("%s %s is in use by %s".formatted(kind.kind(), id, s.name()));
            });
            kind.remove(resource);
        });
    }

    @Override
    public void createService(ObjectNode spec) {
        var name = spec.path("Name").asText();
        write("createService", "service", "create", name, content(spec), () -> {
            if (services.values().stream().anyMatch(s -> s.name().equals(name))) {
                throw new SwarmException.NameTaken("service " + name + " already exists");
            }
            var service = new FakeService("service-" + ++index, index, stored(spec, name), now);
            services.put(service.id(), service);
        });
    }

    @Override
    public synchronized Optional<ObservedService> find(String name) {
        return faults.read("find", () -> services.values().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .map(FakeService::observed));
    }

    @Override
    public void updateService(String id, long version, ObjectNode spec) {
        write("updateService", "service", "update", id, content(spec), () -> {
            var service = service(id);
            service.update(version, ++index, stored(spec, service.name()), now);
            scheduler.written(service);
        });
    }

    private ObjectNode stored(ObjectNode spec, String name) {
        var others = services.values().stream().filter(s -> !s.name().equals(name));
        return new FakeSpec(networks, configs, secrets).stored(spec, others.map(FakeService::spec));
    }

    @Override
    public void removeService(String id) {
        write("removeService", "service", "remove", id, "", () -> {
            var service = service(id);
            services.remove(service.id());
            ending.add(service);
        });
    }

    private FakeService service(String idOrName) {
        return services.values().stream()
                .filter(s -> s.id().equals(idOrName) || s.name().equals(idOrName))
                .findFirst()
                .orElseThrow(() -> new SwarmException.Gone("service " + idOrName + " not found"));
    }

    @Override
    public void updateNode(String id, long version, ObjectNode spec) {
        write("updateNode", "node", "update", id, content(spec), () -> nodes.stream()
                .filter(n -> n.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new SwarmException.Gone("node " + id + " not found"))
                .update(version, spec));
    }

    @Override
    public Optional<String> pinned(String image) {
        return faults.read("pinned", image, () -> image.contains("@") ? Optional.of(image) : digest(image));
    }

    private synchronized Optional<String> digest(String image) {
        var digest = digests.getOrDefault(image, Json.hash(image));
        return registry ? Optional.of(image + "@sha256:" + digest) : Optional.empty();
    }

    @Override
    public Watch watch(Consumer<SwarmEvent> onEvent, Runnable ended) {
        return faults.read("watch", () -> {
            var watcher = new Watcher(onEvent, ended);
            watchers.add(watcher);
            onEvent.accept(new SwarmEvent("stream", "opened", ""));
            return () -> watchers.remove(watcher);
        });
    }

    private static String content(Object written) {
        return Json.hash(Json.object("content", written));
    }

    private void write(String call, String type, String action, String name, String content, Runnable effect) {
        try {
            faults.write(call, name + " " + content, () -> {
                synchronized (this) {
                    effect.run();
                }
            });
        } finally {
            watchers.forEach(w -> w.onEvent().accept(new SwarmEvent(type, action, name)));
        }
    }
}
