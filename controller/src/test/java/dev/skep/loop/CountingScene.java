package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.Answer;
import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Backups;
import dev.skep.backup.KeptBackup;
import dev.skep.desired.Json;
import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.Topology;
import dev.skep.observed.Generation;
import dev.skep.observed.Generation.Outcome;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults;
import dev.skep.swarm.SimulatedRedis;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A manifest that counts at every look, on the swarm in memory. */
final class CountingScene {
    private static final int ENOUGH = 120;

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final SimulatedRedis redis = swarm.redis("incr");
    private final Folder folder = new Folder();
    private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY);
    private long counted;
    private int questions;

    CountingScene(Sample sample) {
        this(sample, _ -> {});
    }

    /** Which the controller brings up under these faults. */
    CountingScene(Sample sample, Consumer<Faults> during) {
        during.accept(swarm.faults());
        become(sample);
        assertTrue(counted > 0, "it counts");
    }

    SimulatedRedis redis() {
        return redis;
    }

    Faults faults() {
        return swarm.faults();
    }

    /** The backups that were taken by themselves, the newest first. */
    List<KeptBackup> kept() {
        return KeptBackup.of("incr", swarm.peek());
    }

    void begin(Sample sample, int looks) {
        folder.holds(sample);
        looks(looks);
    }

    /** How many looks that takes. */
    int beginUntil(Sample sample, BooleanSupplier there) {
        folder.holds(sample);
        int looks = 0;
        for (; !there.getAsBoolean(); looks++) {
            assertTrue(looks < ENOUGH, () -> "it never becomes so: " + plan());
            pass();
        }
        return looks;
    }

    /** So much time. */
    void passes(Duration time) {
        swarm.advance(time);
    }

    /** So much was counted by now. */
    long counted() {
        return counted;
    }

    /** Its container ends, and Swarm starts another. */
    void kill(String service) {
        swarm.kill(service);
    }

    /** Why nothing is done until a person acts. */
    List<String> holds() {
        return plan().holds().stream().map(Hold::reason).toList();
    }

    /** The same in a person's words. */
    String why() {
        return plan().holds().stream().map(Hold::message).collect(Collectors.joining("; "));
    }

    /** Somebody else does. */
    void removes(String service) {
        swarm.observe().service(service).ifPresent(s -> swarm.removeService(s.id()));
    }

    /** What became of each generation, the newest first. */
    List<Outcome> generations() {
        return History.of("incr", swarm.observe()).generations().stream()
                .map(Generation::outcome)
                .toList();
    }

    /** What Skep is to make has the name of something that it did not make: that fails each time. */
    void somebodyElseHas(String service) {
        swarm.createService(Json.object(
                "Name", service, "TaskTemplate", Json.object("ContainerSpec", Json.object("Image", "somebody/else"))));
    }

    /** The machine of this node is off, and nobody comes to switch it on. */
    void losesNode(int number) {
        swarm.node(number).ready(false);
    }

    /** What its operator sets: active, pause or drain. */
    void sets(int node, String availability) {
        swarm.node(node).availability(availability);
    }

    /** The number of the node that this volume is on. */
    int nodeOf(String volume) {
        var hostname = swarm.observe().nodesWithVolume(volume).getFirst().hostname();
        return Integer.parseInt(hostname.substring("node".length()));
    }

    /** The file of its manifest says nothing that can be read. */
    void breaksItsManifest() {
        folder.holdsAnErrorAnd();
    }

    void looks(int times) {
        for (int i = 0; i < times; i++) {
            pass();
        }
    }

    /** No node says any more that it holds this volume, as when the node has left the swarm. */
    void losesItsNode(String volume) {
        relabel(labels -> labels.remove(Labels.VOLUME_PREFIX + volume));
    }

    /** A node says that it has what a shard counted, whose Redis is not there: nothing of the manifest is done. */
    void strandsACount() {
        relabel(labels -> labels.put(Labels.VOLUME_PREFIX + "incr-shard-9-1", "aof"));
    }

    /** Nobody says it any more. */
    void strandsNone() {
        losesItsNode("incr-shard-9-1");
    }

    /** As a version of Skep left it that wrote another label for copies, and nothing among the data. */
    void isOfBefore() {
        redis.forgetsWhoLeads();
        relabel(labels -> labels.properties().stream()
                .filter(l -> l.getKey().startsWith(Labels.VOLUME_PREFIX))
                .toList()
                .forEach(l -> labels.put(l.getKey(), l.getValue().asText() + "-sentinel")));
    }

    /** It starts as a version of Skep made it that let one that was alone lead whatever its data say. */
    void startsAsBefore(String service) {
        var there = swarm.observe().service(service).orElseThrow();
        var spec = there.spec().deepCopy();
        spec.withObject("Labels").put(Labels.SPEC, "before");
        var container = spec.withObject("TaskTemplate").withObject("ContainerSpec");
        var before = container
                .path("Env")
                .valueStream()
                .filter(v -> !isNew(v.asText()))
                .toList();
        container.putArray("Env").addAll(before);
        swarm.updateService(there.id(), there.version(), spec);
    }

    boolean startsAsNow(String service) {
        return env(service).stream().anyMatch(CountingScene::isNew);
    }

    private static boolean isNew(String variable) {
        return variable.startsWith("SKEP_MEMBER=");
    }

    private void relabel(Consumer<ObjectNode> change) {
        for (var node : swarm.observe().nodes()) {
            var spec = node.spec().deepCopy();
            change.accept(spec.withObject("Labels"));
            swarm.updateNode(node.id(), node.version(), spec);
        }
    }

    void become(Sample sample) {
        folder.holds(sample);
        for (int looks = 0; looks < ENOUGH; looks++) {
            pass();
            if (arrived(sample)) {
                return;
            }
        }
        throw new AssertionError("it never becomes so: " + plan() + swarm.names() + passes.failures());
    }

    /** A person asks for a backup, and has it after so many looks: all that is counted is in it. */
    void backsUp(int looks) {
        var ask = Ask.backup("backup-" + questions++, "incr", swarm.observe().at());
        asks(ask, looks, answer -> assertEquals(counted, read(answer).sum()));
    }

    private static Backup read(Answer answer) {
        return ((BackupText.Read.Sound) BackupText.read(answer.text())).backup();
    }

    /** A person restores this count, and is told so after so many looks: it counts on from there. */
    void restores(long count, int looks) {
        var ask = Ask.restore("restore-" + questions++, "incr", swarm.observe().at(), Backups.single("incr", count));
        asks(ask, looks, _ -> counted = count);
    }

    /** As {@link #restores}, whatever fails meanwhile, while nobody counts; whether it has failed. */
    boolean restoresThough(long count, Consumer<Faults> fails) {
        var ask = Ask.restore("restore-" + questions++, "incr", swarm.observe().at(), Backups.single("incr", count));
        return asksThough(ask, fails, _ -> counted = count);
    }

    /** As {@link #backsUp}, whatever fails meanwhile, while nobody counts; whether it has failed. */
    boolean backsUpThough(Consumer<Faults> fails) {
        var ask = Ask.backup("backup-" + questions++, "incr", swarm.observe().at());
        return asksThough(
                ask, fails, answer -> assertEquals(counted, read(answer).sum()));
    }

    private boolean asksThough(Ask ask, Consumer<Faults> fails, Consumer<Answer> done) {
        leave(ask);
        fails.accept(swarm.faults());
        for (int look = 0; look < ENOUGH; look++) {
            passes.pass();
            var answer = Answer.to(ask, swarm.peek());
            if (answer.isPresent()) {
                assertEquals(Answer.Kind.DONE, answer.get().kind(), answer.get()::text);
                done.accept(answer.get());
                return !swarm.faults().pending();
            }
        }
        throw new AssertionError("not answered: " + ask.wish() + " of " + redisServices() + " " + plan());
    }

    private void leave(Ask ask) {
        var config = ask.config();
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
    }

    private void asks(Ask ask, int looks, Consumer<Answer> done) {
        leave(ask);
        for (int look = 0; look < looks; look++) {
            passes.pass();
            var answer = Answer.to(ask, swarm.observe());
            answer.ifPresent(a -> assertEquals(Answer.Kind.DONE, a.kind(), a::text));
            answer.ifPresent(done);
            count();
            if (answer.isPresent()) {
                takeAway(ask.config().name());
                return;
            }
        }
        throw new AssertionError("not answered: " + ask.wish() + " of " + redisServices() + " " + plan());
    }

    private void takeAway(String config) {
        swarm.observe().configs().stream()
                .filter(c -> c.name().equals(config))
                .forEach(c -> swarm.removeConfig(c.id()));
    }

    private void pass() {
        passes.pass();
        count();
    }

    private void count() {
        if (redis.count()) {
            counted++;
        }
    }

    private boolean arrived(Sample sample) {
        Observed observed;
        try {
            observed = swarm.observe();
        } catch (Cut | SwarmException e) {
            return false; // the fault befell this look, and nobody was at work
        }
        var wanted = Wanted.of(sample.name(), folder.get(), observed, Edit.Before.KEY.fingerprint());
        return wanted.plan().isEmpty()
                && wanted.plan().waits().isEmpty()
                && redis.elect() == sample.topology() instanceof Topology.Sentinel
                && wanted.desired().services().stream().allMatch(d -> observed.service(d.name())
                        .filter(s -> observed.runs(s, d.templateHash()))
                        .isPresent());
    }

    private Plan plan() {
        return Wanted.of("incr", folder.get(), swarm.observe(), Edit.Before.KEY.fingerprint())
                .plan();
    }

    /** What is planned where so many tasks of a service have ended, one after the other, and the next is about to start. */
    Plan planAfterEndings(String service, int times) {
        var observed = swarm.observe();
        var there = observed.service(service).orElseThrow();
        var others = observed.tasks().stream().filter(t -> !t.serviceId().equals(there.id()));
        var ended = IntStream.rangeClosed(1, times)
                .mapToObj(n -> new ObservedTask(
                        "ended-" + n,
                        there.id(),
                        1,
                        "",
                        "rejected",
                        "shutdown",
                        observed.at(),
                        "No such image",
                        there.templateHash(),
                        Map.of()));
        var seen = new Observed(
                observed.at(),
                observed.nodes(),
                observed.services(),
                Stream.concat(others, ended).toList(),
                observed.networks(),
                observed.configs(),
                observed.secrets());
        return Wanted.of("incr", folder.get(), seen, Edit.Before.KEY.fingerprint())
                .plan();
    }

    void assertCounted() {
        assertEquals(1, redis.leaders().size());
        assertEquals(
                counted, redis.counted(redis.leaders().getFirst()), () -> redis.leaders() + " of " + redisServices());
    }

    List<String> redisServices() {
        return swarm.observe().servicesOf("incr").stream()
                .map(ObservedService::name)
                .filter(n -> Stream.of("redis", "sentinel").anyMatch(n::contains))
                .sorted()
                .toList();
    }

    /** On how many nodes these are. */
    long nodesOf(String... services) {
        var observed = swarm.observe();
        return Stream.of(services)
                .flatMap(s -> observed.nodesWithVolume(s).stream())
                .distinct()
                .count();
    }

    /** What a service is told in its environment. */
    List<String> env(String service) {
        return Json.environment(swarm.observe().service(service).orElseThrow().spec())
                .toList();
    }

    /** Those that lead die one after the other until this one does. */
    void leads(String service) {
        for (int kills = 0; !redis.leaders().equals(List.of(service)); kills++) {
            assertTrue(kills < ENOUGH, () -> "it never leads: " + redis.leaders());
            redis.leaders().forEach(this::kill);
            looks(6);
        }
    }

    /** Swarm finds no node for it. */
    void cannotRun(String service) {
        var there = swarm.observe().service(service).orElseThrow();
        var spec = there.spec().deepCopy();
        spec.withObject("TaskTemplate")
                .withObject("Placement")
                .putArray("Constraints")
                .add("node.id==nowhere");
        swarm.updateService(there.id(), there.version(), spec);
    }

    /** Nothing that has this image comes up. */
    void bad(String image) {
        swarm.bad(image);
    }

    List<String> tasks(String service) {
        var observed = swarm.observe();
        return observed.tasksOf(observed.service(service).orElseThrow()).stream()
                .map(t -> t.id())
                .toList();
    }
}
