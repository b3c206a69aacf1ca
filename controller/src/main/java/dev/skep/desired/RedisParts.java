package dev.skep.desired;

import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Groups;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a topology is made of, and what the app is told of it.
 *
 * @param environment which mode it is, and where the app finds its groups
 * @param kept how the count is kept that all app tasks share, where they share one
 */
record RedisParts(
        List<DesiredService> services,
        List<DesiredConfig> configs,
        List<DesiredSecret> secrets,
        DesiredSecret password,
        List<String> environment,
        Optional<Kept> kept) {

    private static final String GROUPS = "REDIS_GROUPS=";

    /** By which the app is told where all sentinels are. */
    static final String SENTINELS = "REDIS_SENTINELS";

    /** The app's word for it; an app that does not know it counts, and tells no sum. */
    private static final String LISTED = "listed-in-redis:1";

    static RedisParts of(Manifest manifest, Context context) {
        var redis = new Redis(manifest, context.fingerprint(), context.rotation(), context.numbers());
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() ->
                alone(redis, groups(manifest, context).getFirst())
                        .and(shards(redis.in(new Topology.PerReplica()), staying(manifest, context)));
            case Topology.PerReplica() -> {
                var parts = shards(redis, groups(manifest, context));
                yield staying(manifest, context).stream()
                        .map(group -> parts.and(alone(redis.in(new Topology.Single()), group)))
                        .findFirst()
                        .orElse(parts);
            }
            case Topology.Sentinel topology -> {
                var beyond = context.beyond();
                var group = Groups.watched(manifest, context.numbers(), Math.max(topology.members(), beyond.members()));
                yield watched(redis, new Sentinels(manifest, topology, group, redis, context.places(), beyond));
            }
        };
    }

    private static List<Group> groups(Manifest manifest, Context context) {
        return Groups.of(manifest, context.shards(), context.numbers());
    }

    private static List<Group> staying(Manifest manifest, Context context) {
        return Groups.staying(manifest, context.shards(), context.numbers());
    }

    /** With those of another mode, which stay as they are: the app is told of these. */
    private RedisParts and(RedisParts others) {
        return others.services().isEmpty()
                ? this
                : new RedisParts(
                        concat(services, others.services),
                        concat(configs, others.configs),
                        concat(secrets, others.secrets),
                        password,
                        environment,
                        kept.or(() -> others.kept));
    }

    private static RedisParts alone(Redis redis, Group group) {
        return new RedisParts(
                members(redis, group),
                redis.configs(),
                redis.secrets(),
                redis.password(),
                environment(redis, group.alias(), Group.address(group.alias())),
                Optional.of(new Alone(
                        group.primaryName(), group.members().getFirst().service())));
    }

    /** Groups of one member each. */
    private static RedisParts shards(Redis redis, List<Group> groups) {
        var name = redis.manifest().name();
        var services = groups.stream()
                .flatMap(g -> g.members().stream())
                .map(m -> redis.service(m))
                .toList();
        return new RedisParts(
                services,
                redis.configs(),
                redis.secrets(),
                redis.password(),
                environment(redis, Group.shardOfSlot(name, "{{.Task.Slot}}"), LISTED),
                Optional.empty());
    }

    private static RedisParts watched(Redis redis, Sentinels sentinels) {
        var group = sentinels.group();
        var services = new ArrayList<>(members(redis, group));
        services.addAll(sentinels.services());
        var environment = new ArrayList<>(environment(redis, group.alias(), Group.address(group.alias())));
        environment.add(SENTINELS + "=" + sentinels.addresses());
        environment.add("REDIS_PRIMARY_NAME=" + group.primaryName());
        environment.add(Watched.REPLICAS + "=" + sentinels.replicas());
        return new RedisParts(
                List.copyOf(services),
                concat(redis.configs(), sentinels.configs()),
                concat(redis.secrets(), List.of(sentinels.configuration())),
                redis.password(),
                environment,
                Optional.of(sentinels.watched()));
    }

    private static List<DesiredService> members(Redis redis, Group group) {
        return group.members().stream().map(redis::member).toList();
    }

    private static <T> List<T> concat(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    private static List<String> environment(Redis redis, String own, String groups) {
        return List.of(
                "REDIS_MODE=" + redis.manifest().spec().redis().topology().word(),
                "REDIS_NODES=" + Group.address(own),
                GROUPS + groups);
    }
}
