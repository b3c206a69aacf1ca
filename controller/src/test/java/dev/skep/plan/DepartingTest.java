package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Desired;
import dev.skep.desired.HealthEntry;
import dev.skep.desired.Sample;
import dev.skep.manifest.Topology;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Copy;
import dev.skep.observed.GroupReport.Line;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What who reaches no Redis plans where fewer copies and sentinels are asked for, and what is asked for meanwhile. */
final class DepartingTest {
    private static final Sample THREE = Sample.named("incr").sentinel();
    private static final Sample FIVE = THREE.withTopology(new Topology.Sentinel(5, 5, 2, Duration.ofSeconds(1)));

    private final Town town = new Town(new FakeSwarm(3));

    @BeforeEach
    void bring() {
        town.bring(FIVE.desired());
    }

    @Test
    void whoGoesIsSaidAndWhatThatCosts() {
        var plan = town.plan(THREE.desired(town.observe()));
        assertEquals(List.of(), Town.work(plan).toList());
        assertEquals(
                List.of(
                        "not asked for any more: incr-redis-4, incr-redis-5, incr-sentinel-4, incr-sentinel-5. They go one at a"
                                + " time, each once the others have all and every sentinel watches; if one leads, the count moves"
                                + " before, and writes wait some tenths of a second. Then the app is told, and its tasks are replaced"),
                plan.waits());
    }

    /** Else each that goes would be a generation of its own. */
    @Test
    void whatGoesIsNoPartOfWhatAGenerationAsksFor() {
        var desired = THREE.desired(town.observe());
        assertTrue(desired.service("incr-redis-5").isPresent());
        assertEquals(THREE.desired().hash(), desired.hash());
    }

    /** It would take for safe what two of four have. */
    @Test
    void theAppIsToldOnceNothingIsLeftOfWhatGoes() {
        for (var sentinel : List.of("incr-sentinel-5", "incr-sentinel-4")) {
            assertEquals(FIVE.desired().app(), THREE.desired(town.observe()).app(), sentinel);
            town.removeService(sentinel);
        }
        for (var member : List.of("incr-redis-5", "incr-redis-4")) {
            assertEquals(FIVE.desired().app(), THREE.desired(town.observe()).app(), member);
            town.retire(member);
            assertEquals(FIVE.desired().app(), THREE.desired(town.observe()).app(), member + " is still there");
            town.removeService(member);
        }
        assertEquals(THREE.desired().app(), THREE.desired(town.observe()).app());
    }

    /** The container of the last one may copy on for seconds, and confirm what those that stay lack. */
    @Test
    void theAppIsNotToldWhileOneThatHasGoneIsRememberedOrCopies() {
        Stream.of("incr-sentinel-5", "incr-sentinel-4").forEach(town::removeService);
        for (var member : List.of("incr-redis-5", "incr-redis-4")) {
            town.retire(member);
            town.removeService(member);
        }
        var told = THREE.desired().app();
        var copies = Stream.of(2, 3, 4).map(n -> copy("incr-redis-" + n)).toList();
        var stale = new Line(Health.NO_STALE_ENTRY.word(), "", "2030-01-01T00:00:00Z", "");
        assertEquals(FIVE.desired().app(), reported(copies, List.of()).app());
        assertEquals(
                FIVE.desired().app(),
                reported(copies.subList(0, 2), List.of(stale)).app());
        assertEquals(
                List.of("the app is told of fewer copies or sentinels once nobody remembers those that have gone"),
                town.plan(THREE.desired(town.observe())).waits());
        var persist = new Line(Health.ALL_PERSIST.word(), "", "2030-01-01T00:00:00Z", "");
        assertEquals(told, reported(copies.subList(0, 2), List.of(persist)).app());
        town.act(THREE.desired(town.observe()));
        assertEquals(told, reported(copies.subList(0, 2), List.of(stale)).app(), "it knows of no more: all is as ever");
        assertEquals(List.of(), town.plan(THREE.desired(town.observe())).waits());
    }

    private static Copy copy(String service) {
        return new Copy(service, true, 1);
    }

    private Desired reported(List<Copy> copies, List<Line> failing) {
        var report = new GroupReport("incr-redis-1", copies, List.of(), failing);
        var config = HealthEntry.of("incr", report);
        town.observe().configs().stream()
                .filter(c -> c.name().equals(config.name()))
                .forEach(c -> town.swarm().removeConfig(c.id()));
        town.swarm().createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
        return THREE.desired(town.observe());
    }

    /** What somebody wrote there by hand is as if the app had not been told. */
    @Test
    void anAppThatWasMeddledWithIsToldOfAllThatThereAre() {
        town.meddle("incr-app", spec -> spec.withObject("TaskTemplate")
                .withObject("ContainerSpec")
                .putArray("Env")
                .add("REDIS_REPLICAS=many"));
        assertEquals(FIVE.desired().app(), THREE.desired(town.observe()).app());
    }
}
