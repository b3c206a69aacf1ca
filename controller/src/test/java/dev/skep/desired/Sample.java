package dev.skep.desired;

import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Numbers;
import dev.skep.desired.topology.Shards;
import dev.skep.manifest.AppSpec;
import dev.skep.manifest.ExposeSpec;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.ImageRef;
import dev.skep.manifest.IncrementorSpec;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.RedisSpec;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.manifest.SourcePosition;
import dev.skep.manifest.Topology;
import dev.skep.manifest.UpdateSpec;
import dev.skep.manifest.UpdateSpec.FailureAction;
import dev.skep.manifest.Words;
import dev.skep.observed.Observed;
import dev.skep.observed.Rotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A manifest for tests: what a test does not speak of has an ordinary value. */
public record Sample(
        String name,
        String image,
        String redisImage,
        int replicas,
        Via via,
        int port,
        ResourcesSpec resources,
        Duration requestTimeout,
        UpdateSpec.Order order,
        Duration monitor,
        FailureAction onFailure,
        Persistence persistence,
        Topology topology,
        boolean suspend) {

    public static Sample named(String name) {
        return new Sample(
                name,
                "skep/incrementor:1.0.0",
                "redis:7",
                3,
                Via.GATEWAY,
                8080,
                new ResourcesSpec(500_000_000, 128 << 20),
                Duration.ofSeconds(5),
                UpdateSpec.Order.START_FIRST,
                Duration.ofSeconds(3),
                FailureAction.ROLLBACK,
                Persistence.AOF,
                new Topology.Single(),
                false);
    }

    public Sample withImage(String other) {
        return new Sample(
                name,
                other,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withRedisImage(String other) {
        return new Sample(
                name,
                image,
                other,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withReplicas(int other) {
        return new Sample(
                name,
                image,
                redisImage,
                other,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withVia(Via other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                other,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withPort(int other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                other,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withResources(ResourcesSpec other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                other,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withRequestTimeout(Duration other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                other,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withFailureAction(FailureAction other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                other,
                persistence,
                topology,
                suspend);
    }

    public Sample withMonitor(Duration other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                other,
                onFailure,
                persistence,
                topology,
                suspend);
    }

    public Sample withPersistence(Persistence other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                other,
                topology,
                suspend);
    }

    public Sample withTopology(Topology other) {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                other,
                suspend);
    }

    public Sample perReplica() {
        return withTopology(new Topology.PerReplica());
    }

    /** Three members, three sentinels. */
    public Sample sentinel() {
        return sentinel(3);
    }

    /** So many members, three sentinels. */
    public Sample sentinel(int members) {
        return withTopology(new Topology.Sentinel(members, 3, 2, Duration.ofSeconds(1)));
    }

    /** Three members, so many sentinels, of which a majority must agree. */
    public Sample sentinels(int number) {
        return withTopology(new Topology.Sentinel(3, number, number / 2 + 1, Duration.ofSeconds(1)));
    }

    public Sample suspended() {
        return new Sample(
                name,
                image,
                redisImage,
                replicas,
                via,
                port,
                resources,
                requestTimeout,
                order,
                monitor,
                onFailure,
                persistence,
                topology,
                true);
    }

    /** As the reader would give it, of line 1 of a file of the manifest's name, with replicas at 7:15. */
    public Manifest manifest() {
        var update = new UpdateSpec(order, 2, monitor, onFailure, Duration.ofMinutes(2));
        var app = new AppSpec(
                new ImageRef(image), replicas, new ExposeSpec(port, via), resources, requestTimeout, update);
        var redis = new RedisSpec(new ImageRef(redisImage), persistence, topology);
        return new Manifest(
                name,
                new SourcePosition(name + ".yaml", 1, 1),
                new IncrementorSpec(suspend, app, redis),
                Map.of("spec.app.replicas", new SourcePosition(name + ".yaml", 7, 15)),
                text());
    }

    /** As a person would write it. */
    public String text() {
        return """
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata: { name: %s }
                spec:
                  suspend: %s
                  app:
                    replicas: %d
                    image: %s
                    expose: { port: %d, via: %s }
                    resources: { %s }
                    requestTimeout: %dms
                    update: { %sparallelism: 2, monitor: %dms, failureAction: %s, deadline: 2m }
                  redis: { mode: %s, image: %s, persistence: %s%s }
                """.formatted(
                        name,
                        suspend,
                        replicas,
                        image,
                        port,
                        Words.of(via),
                        limits(),
                        requestTimeout.toMillis(),
                        via == Via.HOST ? "" : "order: " + Words.of(order) + ", ",
                        monitor.toMillis(),
                        Words.of(onFailure),
                        topology.word(),
                        redisImage,
                        Words.of(persistence),
                        sentinels());
    }

    private String sentinels() {
        return switch (topology) {
            case Topology.Single() -> "";
            case Topology.PerReplica() -> "";
            case Topology.Sentinel(int members, int sentinels, int quorum, Duration downAfter) ->
                ", sentinel: { members: %d, sentinels: %d, quorum: %d, downAfter: %dms }"
                        .formatted(members, sentinels, quorum, downAfter.toMillis());
        };
    }

    private String limits() {
        var cpus = resources.nanoCpus() == 0 ? "" : "cpus: " + resources.nanoCpus() / 1_000_000 + "m, ";
        return resources.memoryBytes() == 0 ? cpus : cpus + "memory: " + (resources.memoryBytes() >> 20) + "Mi";
    }

    /** What it asks for, reached this way. */
    public Desired desired(Exposure.Way way) {
        return desired(
                new Context(way, "fingerprint", Shards.NONE, Rotation.NONE, Numbers.NONE, Map.of(), Beyond.NOTHING));
    }

    /** What it asks for where some shards hold data already. */
    public Desired desiredWithShards(int shards) {
        return desired(holding(shards));
    }

    /** What it asks for where there are, or were, these. */
    public Desired desired(Shards shards) {
        return desired(new Context(
                Exposure.Way.NONE, "fingerprint", shards, Rotation.NONE, Numbers.NONE, Map.of(), Beyond.NOTHING));
    }

    private static Shards holding(int shards) {
        var numbers = new TreeMap<Integer, Numbers>();
        IntStream.rangeClosed(1, shards).forEach(slot -> numbers.put(slot, new Numbers(List.of(1), 0, 1, Set.of())));
        return new Shards(numbers, new TreeSet<>(numbers.keySet()));
    }

    /** What it asks for after the controller's key was replaced. */
    public Desired desiredWithAnotherKey() {
        return desired(new Context(
                Exposure.Way.GATEWAY,
                "another fingerprint",
                Shards.NONE,
                Rotation.NONE,
                Numbers.NONE,
                Map.of(),
                Beyond.NOTHING));
    }

    /** What it asks for after its passwords were changed so often. */
    public Desired desired(Rotation rotation) {
        return desired(new Context(
                Exposure.Way.GATEWAY, "fingerprint", Shards.NONE, rotation, Numbers.NONE, Map.of(), Beyond.NOTHING));
    }

    /** What it asks for in a swarm as it is. */
    public Desired desired(Observed observed) {
        var numbers = Data.numbers(name, observed);
        var places = SentinelPlaces.of(manifest(), numbers, observed);
        return desired(new Context(
                Exposure.Way.GATEWAY,
                "fingerprint",
                Shards.NONE,
                Rotation.NONE,
                numbers,
                places,
                Beyond.of(manifest(), numbers, observed)));
    }

    /** What it asks for, through a gateway. */
    public Desired desired() {
        return desired(Exposure.Way.GATEWAY);
    }

    private Desired desired(Context context) {
        return Incrementor.desired(manifest(), context);
    }
}
