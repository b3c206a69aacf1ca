package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.topology.Numbers;
import dev.skep.desired.topology.Shards;
import dev.skep.observed.Labels;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A Redis, and so a counter, for each app task. */
final class PerReplicaTest {
    private static final Sample THREE = Sample.named("incr").perReplica().withReplicas(3);

    @Test
    void eachTaskHasAShardThatIsThereBeforeTheApp() {
        assertEquals(
                List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-1", "incr-app"),
                names(THREE.desiredWithShards(0)));
    }

    @Test
    void everyShardIsAGroupWithAnAddressAndAVolumeOfItsOwn() {
        for (var slot : List.of(1, 2, 3)) {
            var shard = service(THREE.desiredWithShards(0), "incr-shard-" + slot + "-1");
            assertEquals(
                    "shard-" + slot,
                    shard.spec().path("Labels").path(Labels.GROUP).asText());
            assertEquals(
                    "incr-shard-" + slot,
                    shard.spec().at("/TaskTemplate/Networks/0/Aliases/0").asText());
            assertEquals(
                    new Volume("incr-shard-" + slot + "-1", "aof"),
                    shard.volume().orElseThrow());
        }
    }

    /** Whoever changes this name restarts every shard at the next upgrade of Skep: there must be something in it for shards. */
    @Test
    void aShardStartsByItsOwnScriptWhateverIsNewForOthers() {
        assertEquals(
                List.of("incr-start-shard-dbe0c04714"),
                THREE.desiredWithShards(0).configs().stream().map(c -> c.name()).toList());
    }

    @Test
    void aTaskIsToldItsOwnShardByItsSlotAndToFindTheOthersInRedis() {
        assertEquals(
                List.of(
                        "REDIS_MODE=per-replica",
                        "REDIS_NODES=incr-shard-{{.Task.Slot}}:6379",
                        "REDIS_GROUPS=listed-in-redis:1"),
                environment(THREE.desiredWithShards(0)).limit(3).toList());
    }

    /** Until another has what they counted; and when they have gone, nothing else is asked for than before. */
    @Test
    void fewerReplicasKeepTheShardsThatHaveCounted() {
        var one = THREE.withReplicas(1);
        assertEquals(names(THREE.desiredWithShards(0)), names(one.desiredWithShards(3)));
        assertEquals(one.desiredWithShards(1).hash(), one.desiredWithShards(3).hash());
    }

    @Test
    void whoWasRetiredComesAgainUnderAnotherNumber() {
        var numbers = new TreeMap<Integer, Numbers>();
        numbers.put(1, new Numbers(List.of(1), 0, 1, Set.of()));
        numbers.put(2, new Numbers(List.of(), 0, 1, Set.of()));
        numbers.put(5, new Numbers(List.of(2), 0, 2, Set.of()));
        var shards = new Shards(numbers, new TreeSet<>(Set.of(1, 5)));
        assertEquals(
                List.of("incr-shard-1-1", "incr-shard-2-2", "incr-shard-3-1", "incr-shard-5-2", "incr-app"),
                names(THREE.desired(shards)));
    }

    @Test
    void moreReplicasAddShardsAndTouchNoneThatIsThere() {
        var before = THREE.desiredWithShards(3);
        var after = THREE.withReplicas(10).desiredWithShards(3);
        assertEquals(
                IntStream.rangeClosed(1, 10)
                        .mapToObj(slot -> "incr-shard-" + slot + "-1")
                        .toList(),
                names(after).subList(0, 10));
        for (var slot : List.of(1, 2, 3)) {
            var name = "incr-shard-" + slot + "-1";
            assertEquals(service(before, name).hash(), service(after, name).hash(), name);
        }
        assertEquals(before.secrets(), after.secrets());
        assertEquals(
                service(before, "incr-app").templateHash(),
                service(after, "incr-app").templateHash(),
                "no task of the app is replaced");
    }

    private static Stream<String> environment(Desired desired) {
        return service(desired, "incr-app")
                .spec()
                .at("/TaskTemplate/ContainerSpec/Env")
                .valueStream()
                .map(v -> v.asText());
    }

    private static List<String> names(Desired desired) {
        return desired.services().stream().map(DesiredService::name).toList();
    }

    private static DesiredService service(Desired desired, String name) {
        return desired.service(name).orElseThrow();
    }
}
