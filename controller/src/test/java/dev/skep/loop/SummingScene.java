package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.KeptBackup;
import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.Topology;
import dev.skep.observed.Endpoint;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.ObservedTask;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A manifest on the swarm in memory, in whichever mode: after each look each task that runs counts, and then each tells the sum, by
 * the app's rule: what was counted.
 */
final class SummingScene {
    private static final int ENOUGH = 200;
    private static final String SHARED = "incr-redis:6379";

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder();
    private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY);
    private long counted;
    private long uncounted;
    private Observed seen = swarm.observe();

    SummingScene(Sample sample) {
        swarm.redises();
        become(sample);
        assertTrue(counted > 0, "it counts");
    }

    Faults faults() {
        return swarm.faults();
    }

    /** The backups that were taken by themselves, the newest first. */
    List<KeptBackup> kept() {
        return KeptBackup.of("incr", swarm.peek());
    }

    /** A rollout of this image fails. */
    void bad(String image) {
        swarm.bad(image);
    }

    /** Swarm leaves tasks in the highest slots, where fewer are asked for. */
    void keepHighSlots() {
        swarm.keepHighSlots();
    }

    /** Why nothing is done until a person acts. */
    List<String> holds() {
        return plan().holds().stream().map(Hold::reason).toList();
    }

    /** How many generations were begun. */
    int generations() {
        return History.of("incr", seen).generations().size();
    }

    /** So much was counted. */
    long counted() {
        return counted;
    }

    /** How often a task ran that could not count: so often requests had to wait for another look. */
    long uncounted() {
        return uncounted;
    }

    void asksFor(Sample sample) {
        folder.holds(sample);
    }

    void begin(Sample sample, int looks) {
        folder.holds(sample);
        for (int look = 0; look < looks; look++) {
            pass();
        }
    }

    void become(Sample sample) {
        folder.holds(sample);
        for (int pass = 0; pass < ENOUGH; pass++) {
            pass();
            if (arrived(sample)) {
                return;
            }
        }
        throw new AssertionError("it never becomes so: " + plan() + swarm.names() + passes.failures() + shares());
    }

    private Plan plan() {
        return Wanted.of("incr", folder.get(), seen, Edit.Before.KEY.fingerprint())
                .plan();
    }

    private boolean arrived(Sample sample) {
        var wanted = sample.desired().replicas();
        return plan().isEmpty()
                && tasks().size() == wanted
                && running().size() == wanted
                && running().stream().allMatch(t -> sum(own(t)).isPresent())
                && rightRedis(sample, wanted);
    }

    private boolean rightRedis(Sample sample, int wanted) {
        return switch (sample.topology()) {
            case Topology.Single() -> redis().size() == 1 && shards().isEmpty() && !elect();
            case Topology.Sentinel s -> redis().size() == s.members() && shards().isEmpty() && elect();
            case Topology.PerReplica() -> redis().size() == wanted && shards().size() == wanted && !elect();
        };
    }

    private boolean elect() {
        return swarm.redis("incr").elect();
    }

    /** A person asks for a backup, and waits for the answer. */
    Answer backup() {
        var ask = Ask.backup("one", "incr", seen.at());
        var config = ask.config();
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
        for (int pass = 0; pass < ENOUGH && Answer.to(ask, seen).isEmpty(); pass++) {
            pass();
        }
        return Answer.to(ask, seen).orElseThrow();
    }

    /** The container of its task ends, and Swarm starts another. */
    void kill(String service) {
        swarm.kill(service);
    }

    /** Each task that still runs counts once, also one that is to end, and then each is asked. */
    void pass() {
        passes.pass();
        seen = observed();
        var running = running();
        for (var task : running) {
            if (count(own(task))) {
                counted++;
            } else {
                uncounted++;
            }
        }
        for (var task : running) {
            var own = own(task);
            sum(own).ifPresent(sum -> assertEquals(counted, sum, () -> "told in " + own + ": " + shares()));
        }
    }

    private boolean count(String own) {
        return own.equals(SHARED)
                ? swarm.redis("incr").count()
                : found(own).filter(s -> swarm.count(s.name())).isPresent();
    }

    /** Whatever goes wrong is the controller's, and not of who looks at it. */
    private Observed observed() {
        try {
            return swarm.observe();
        } catch (Cut | SwarmException e) {
            return swarm.observe();
        }
    }

    /** That are to run on. */
    Set<String> tasks() {
        return app(seen::staying).map(ObservedTask::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private List<ObservedTask> running() {
        return app(seen::tasksOf).filter(ObservedTask::running).toList();
    }

    private Stream<ObservedTask> app(Function<ObservedService, List<ObservedTask>> which) {
        return seen.service("incr-app").stream().flatMap(s -> which.apply(s).stream());
    }

    /** The address of the counter that a task counts in. */
    private String own(ObservedTask task) {
        return swarm.environment(task.id()).contains("REDIS_MODE=per-replica")
                ? "incr-shard-" + task.slot() + ":6379"
                : SHARED;
    }

    /** The services of all Redis and sentinels. */
    List<String> countersAndSentinels() {
        return services("redis", "sentinel");
    }

    /** The services of all Redis. */
    List<String> redis() {
        return services("redis");
    }

    private List<String> services(String... components) {
        return seen.servicesOf("incr").stream()
                .filter(s -> List.of(components).contains(s.label(Labels.COMPONENT)))
                .map(ObservedService::name)
                .sorted()
                .toList();
    }

    List<String> shards() {
        return redis().stream().filter(s -> s.contains("-shard-")).toList();
    }

    String nodeLabels() {
        return seen.nodes().stream().map(n -> n.labels().values()).toList().toString();
    }

    /** Who answers there: of several that hold one count the one that leads. */
    private Optional<ObservedService> found(String address) {
        return seen.servicesOf("incr").stream()
                .filter(s -> ("incr-" + s.label(Labels.GROUP) + ":6379").equals(address))
                .filter(s -> !seen.staying(s).isEmpty())
                .filter(s ->
                        !address.equals(SHARED) || swarm.redis("incr").leaders().contains(s.name()))
                .findFirst();
    }

    private Map<String, Optional<ObservedShare>> shares() {
        return redis().stream()
                .collect(Collectors.toMap(
                        s -> s, s -> share(seen.service(s).orElseThrow()), (one, _) -> one, TreeMap::new));
    }

    private Optional<ObservedShare> share(ObservedService service) {
        return seen.staying(service).stream()
                .map(t -> t.addresses().get("skep-redis"))
                .findFirst()
                .flatMap(at -> swarm.redises().share(new Endpoint(service.name(), at, at)));
    }

    /** As the app adds up (Surveying); empty: it would wait. */
    private OptionalLong sum(String own) {
        var readings = new TreeMap<String, ObservedShare>();
        var next = new TreeSet<>(List.of(own));
        while (!next.isEmpty()) {
            var address = next.pollFirst();
            var there = found(address).flatMap(this::share);
            if (there.isEmpty()) {
                return OptionalLong.empty();
            }
            readings.put(address, there.get());
            readings.values().stream()
                    .flatMap(r -> r.listed().stream())
                    .flatMap(l -> l.births().keySet().stream())
                    .filter(a -> !readings.containsKey(a))
                    .forEach(next::add);
        }
        var known = own.equals(SHARED) || readings.get(own).listed().isPresent();
        return known && agree(readings) ? OptionalLong.of(added(readings)) : OptionalLong.empty();
    }

    private static boolean agree(Map<String, ObservedShare> readings) {
        return readings.values().stream()
                .flatMap(r -> r.listed().stream())
                .flatMap(l -> l.births().entrySet().stream())
                .allMatch(e -> readings.get(e.getKey())
                        .run()
                        .filter(r -> r.birth().equals(e.getValue()))
                        .isPresent());
    }

    private long added(Map<String, ObservedShare> readings) {
        var taken = new HashSet<String>();
        readings.values().forEach(r -> taken.addAll(r.took()));
        return readings.values().stream()
                .filter(r -> r.run().filter(run -> taken.contains(run.birth())).isEmpty())
                .mapToLong(r -> swarm.counted(r.service()))
                .sum();
    }
}
