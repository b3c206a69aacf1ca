package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.observed.Labels;
import java.util.List;
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
    void aShardStartsByTheScriptThatItAlwaysHadWhateverIsNewForOthers() {
        assertEquals(
                List.of("incr-start-member-c67f6ec548"),
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

    @Test
    void fewerReplicasKeepTheShardsThatHaveCountedInTheSum() {
        var desired = THREE.withReplicas(1).desiredWithShards(3);
        assertEquals(names(THREE.desiredWithShards(0)), names(desired));
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
