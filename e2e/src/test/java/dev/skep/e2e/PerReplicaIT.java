package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.e2e.Swarm.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A Redis, and so a counter, for each app task. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class PerReplicaIT {
    private static final ManifestText MANIFEST =
            manifest("t-shards").mode("per-replica").replicas(3).via("gateway", 18021);

    private final Scene scene;

    PerReplicaIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aEachTaskCountsForItselfAndTheSumKnowsOfAll() {
        var counter = scene.start(MANIFEST);
        Map<String, List<Long>> given = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            var answer = counter.get("/");
            given.computeIfAbsent(Counter.task(answer), _ -> new ArrayList<>()).add(Counter.number(answer));
        }
        assertEquals(3, given.size(), given::toString);
        for (var values : given.values()) {
            assertEquals(LongStream.rangeClosed(1, values.size()).boxed().toList(), values, given::toString);
        }
        assertEquals(60, counter.sum());
    }

    @Test
    void bReplicasBringTheirShardsAndLeaveWhatTheyCountedInTheFirst() {
        var counter = scene.start(MANIFEST);
        var tasks = scene.swarm().containers("t-shards-app");
        becomesWhileItCounts(
                "3 -> 4",
                counter,
                MANIFEST.replicas(4),
                sums -> eventually(
                        "the fourth is asked as well",
                        () -> assertEquals(4, sums.tasks().size())));
        assertTrue(scene.swarm().containers("t-shards-app").containsAll(tasks), "no task was replaced");
        var shard = scene.swarm().container("t-shards-shard-4-1");
        eventually("the fourth counts", () -> assertEquals("1", keysOf(shard, counter)));
        var before = scene.swarm().containers("t-shards-app");

        becomesWhileItCounts("4 -> 2", counter, MANIFEST.replicas(2), _ -> {
            var left = scene.swarm().containers("t-shards-app");
            assertTrue(before.containsAll(left), "no task was replaced");
            eventually("the shards of no use have gone", () -> assertEquals(shardsOf(left), shards()));
        });
        var counted = counter.sum();
        scene.apply(MANIFEST);
        assertEquals(counted, counter.sum());
        counter.next();
        assertEquals(counted + 1, counter.sum());
    }

    /** Which tasks are left is Swarm's choice: the lowest slots are wanted, and those that are used. */
    private static Set<Integer> shardsOf(List<Container> left) {
        return Stream.concat(Stream.of(1, 2), left.stream().map(c -> Integer.valueOf(slot(c))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of the services that there are, by their slots. */
    private Set<Integer> shards() {
        return scene.swarm().versions("t-shards").keySet().stream()
                .filter(s -> s.startsWith("t-shards-shard-"))
                .map(s -> Integer.valueOf(s.split("-", -1)[3]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each sum is right meanwhile, and no request fails. */
    private void becomesWhileItCounts(String what, Counter counter, ManifestText after, Consumer<Sums> until) {
        try (var ledger = Ledger.open(counter);
                var sums = new Sums(counter, ledger)) {
            ledger.awaitAnswers(50);
            long began = System.nanoTime();
            scene.apply(after);
            until.accept(sums);
            var took = Duration.ofNanos(System.nanoTime() - began);
            ledger.awaitAnswers(50);
            var tally = ledger.settle();
            Changes.tellSum("`app.replicas`: " + what + ", in mode `per-replica`", took, tally);
            tally.assertSumBalancedWithoutFailure();
        }
    }

    @Test
    void cAShardWhoseAppTaskMovesKeepsItsCount() {
        var counter = scene.start(MANIFEST);
        var before = appBesideTheController();
        var slot = slot(before);
        long counted = valueOf(before, counter);
        scene.swarm().drain(before.node());
        try {
            // It runs only once its shard does, which may have to wait for the drained node.
            eventually("its slot is given to another node", () -> {
                var node = scene.swarm().nodeOf("t-shards-app." + slot);
                assertFalse(node.isEmpty() || node.equals(before.node().name()), node);
            });
        } finally {
            scene.swarm().activate(before.node());
        }
        scene.awaitReady("t-shards");
        var after = ofSlotElsewhere(slot, before.node());
        assertEquals(counted + 1, valueOf(after, scene.counter("t-shards")));
    }

    @Test
    void dAResetIsOfTheOwnShardAndOfAllWhereAllAreMeant() {
        var counter = scene.start(MANIFEST);
        Map<String, Long> counts = new TreeMap<>();
        eventually("every task has counted", () -> {
            var answer = counter.get("/");
            counts.put(Counter.task(answer), Counter.number(answer));
            assertEquals(3, counts.size(), counts::toString);
        });
        var before = counter.sum();
        var reset = counter.get("/reset");
        assertEquals(0, Counter.number(reset));
        assertEquals(before - counts.get(Counter.task(reset)), counter.sum());
        assertEquals(0, Counter.number(counter.get("/reset?scope=all")));
        assertEquals(0, counter.sum());
    }

    @Test
    void eATaskWhoseShardIsAwayAnswers503AndTheOthersCountOn() {
        var counter = scene.start(MANIFEST);
        var shard = scene.swarm().container("t-shards-shard-2-1");
        var without = ofSlot("2");
        shard.signal("STOP");
        try {
            assertEquals(503, counter.get("/counter?scope=all").statusCode(), "a sum without it would be made up");
            eventually("its task is not ready", () -> assertAnswers(without, "/readyz", "503"));
            eventually("the others count", counter::next);
        } finally {
            shard.node().docker().attempt("kill", shard.id()); // Swarm may have ended it already
        }
        eventually("its task counts again", () -> assertAnswers(without, "/", "200"));
        scene.awaitReady("t-shards");
    }

    /** Asked from inside its container: the gateway lets nobody to who is not ready. */
    private static void assertAnswers(Container app, String path, String status) {
        var answer = new Probe(8080, "GET " + path + " HTTP/1.0\\r\\n\\r\\n").from(app, "127.0.0.1");
        assertTrue(answer.startsWith("HTTP/1.0 " + status) || answer.startsWith("HTTP/1.1 " + status), answer);
    }

    private Container ofSlot(String slot) {
        return scene.swarm().containers("t-shards-app").stream()
                .filter(c -> slot(c).equals(slot))
                .findFirst()
                .orElseThrow();
    }

    /** A task of the app on another node than the controller, which stays. */
    private Container appBesideTheController() {
        return scene.swarm().containers("t-shards-app").stream()
                .filter(c -> !c.node().equals(scene.lab().first()))
                .findFirst()
                .orElseThrow();
    }

    private Container ofSlotElsewhere(String slot, Lab.Node than) {
        return scene.swarm().containers("t-shards-app").stream()
                .filter(c -> !c.node().equals(than) && slot(c).equals(slot))
                .findFirst()
                .orElseGet(() -> fail("slot " + slot + " does not run on another node than " + than.name()));
    }

    private static String slot(Container app) {
        return app.inspect("{{index .Config.Labels \"com.docker.swarm.task.name\"}}")
                .split("\\.", -1)[1];
    }

    /** What that very task answers when it counts. */
    private static long valueOf(Container app, Counter counter) {
        var found = new AtomicLong();
        eventually(app + " answers", () -> {
            var answer = counter.get("/");
            assertTrue(app.id().startsWith(Counter.task(answer)), answer::toString);
            found.set(Counter.number(answer));
        });
        return found.get();
    }

    /** Counts once more, and says how many counters the shard then holds. */
    private String keysOf(Container shard, Counter counter) {
        counter.next();
        var password = scene.swarm()
                .containers("t-shards-app")
                .getFirst()
                .exec("bash", "-c", "echo $(</run/secrets/redis-password)")
                .ok();
        var count = shard.exec("redis-cli", "--user", "app", "--pass", password, "--no-auth-warning", "get", "counter")
                .ok();
        return count.isBlank() ? "0" : "1";
    }
}
