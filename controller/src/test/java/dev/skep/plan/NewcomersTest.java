package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Desired;
import dev.skep.desired.Sample;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The app takes for safe what all copies have that it knows of: it knows of more before there are more. */
final class NewcomersTest {
    private static final Sample THREE = Sample.named("incr").sentinel();
    private static final Desired FIVE = THREE.sentinel(5).desired();
    private static final String UNTOLD = "incr-redis-4 is added once all of the app know of it: ";

    private final Town town = new Town(new FakeSwarm(3));

    @Test
    void moreCopiesComeOnceTheAppHasBeenToldOfThem() {
        town.bring(THREE.desired());
        assertEquals(List.of("update service incr-app"), town.steps(FIVE));
        assertEquals(THREE.desired().watched().orElseThrow().members(), keptWell());
        assertTrue(waits(FIVE).contains(UNTOLD + "incr-app is changed"), waits(FIVE)::toString);
        town.act(FIVE);
        assertEquals(List.of(), town.steps(FIVE), "tasks of before are about to end");
        town.bring(FIVE);
        assertTrue(town.observe().service("incr-redis-5").isPresent());
        assertEquals(FIVE.watched().orElseThrow().members(), keptWell());
    }

    /** Where all die meanwhile, the app cannot be told before one of those that are there is the primary again. */
    private List<String> keptWell() {
        return Newcomers.without(FIVE.watched().orElseThrow(), FIVE, town.observe())
                .members();
    }

    /** It may be cut off only, and count. */
    @Test
    void aTaskOfBeforeOnANodeThatIsAwayIsWaitedForAndSaid() {
        town.bring(THREE.desired());
        town.swarm().node(3).ready(false);
        for (int look = 0; look < 10; look++) {
            town.act(FIVE);
        }
        assertFalse(town.observe().service("incr-redis-4").isPresent());
        var why = "a task of incr-app of before runs on node3";
        assertTrue(waits(FIVE).contains(UNTOLD + why), waits(FIVE)::toString);
        town.swarm().node(3).ready(true);
        town.bring(FIVE);
        assertTrue(town.observe().service("incr-redis-4").isPresent());
    }

    /** A sentinel may stand beside one of them, and would have no place. */
    @Test
    void whileMoreCopiesAreWaitedForNoCopyAndNoSentinelIsChanged() {
        town.bring(THREE.desired());
        town.swarm().node(3).ready(false);
        var changed = THREE.sentinel(5).withRedisImage("redis:8").desired();
        for (int look = 0; look < 10; look++) {
            town.act(changed);
        }
        assertEquals(List.of(), town.steps(changed));
        assertTrue(
                town.plan(changed).waits().stream().anyMatch(w -> w.startsWith("incr-redis-1 is changed once")),
                town.plan(changed)::toString);
    }

    @Test
    void moreSentinelsComeOnceTheAppHasBeenToldOfThemAndUntilThenThoseThatAreThereCanAgree() {
        town.bring(THREE.desired());
        var seven = THREE.sentinels(7).desired();
        assertEquals(List.of("update service incr-app"), town.steps(seven));
        var group = Newcomers.without(seven.watched().orElseThrow(), seven, town.observe());
        assertEquals(THREE.desired().watched().orElseThrow().sentinels(), group.sentinels());
        assertEquals(2, group.quorum());
        town.bring(seven);
        assertEquals(
                seven.watched().orElseThrow(), Newcomers.without(seven.watched().orElseThrow(), seven, town.observe()));
    }

    @Test
    void aGroupThatIsMadeAnewWaitsForNobody() {
        var steps = town.steps(THREE.desired());
        for (var name : List.of("incr-redis-3", "incr-sentinel-3", "incr-app")) {
            assertTrue(steps.contains("create service " + name), steps::toString);
        }
    }

    @Test
    void aCopyThatHasCountedComesBackWhateverTheAppDoes() {
        town.bring(THREE.desired());
        town.removeService("incr-redis-2");
        town.removeService("incr-sentinel-2");
        var steps = town.steps(THREE.withImage("skep/incrementor:2.0.0").desired());
        assertTrue(steps.contains("create service incr-redis-2"), steps::toString);
        assertFalse(steps.contains("create service incr-sentinel-2"), steps::toString);
    }

    /** As one that was adopted: it has nothing to take for safe, and would wait for the copies. */
    @Test
    void anAppThatCountsInNoCopiesYetIsNotWaitedFor() {
        town.bring(THREE.desired());
        town.meddle("incr-app", spec -> container(spec).remove("Env"));
        town.removeService("incr-sentinel-2");
        var steps = town.steps(THREE.withImage("skep/incrementor:2.0.0").desired());
        assertTrue(steps.contains("create service incr-sentinel-2"), steps::toString);
    }

    private static ObjectNode container(ObjectNode spec) {
        return spec.withObject("TaskTemplate").withObject("ContainerSpec");
    }

    private List<String> waits(Desired desired) {
        return town.plan(desired).waits();
    }
}
