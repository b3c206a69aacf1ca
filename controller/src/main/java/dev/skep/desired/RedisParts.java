package dev.skep.desired;

import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Groups;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a topology is made of, and what the app is told of it.
 *
 * @param environment which mode it is, and where the app finds its groups
 * @param watched the group that sentinels watch, where there is one
 */
record RedisParts(
        List<DesiredService> services,
        List<DesiredConfig> configs,
        List<DesiredSecret> secrets,
        DesiredSecret password,
        List<String> environment,
        Optional<Watched> watched) {

    private static final int PORT = 6379;

    static RedisParts of(Manifest manifest, Context context) {
        var groups = Groups.of(manifest, context.shards());
        var redis = new Redis(manifest, context.fingerprint(), context.rotation());
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> alone(redis, groups, groups.getFirst().alias());
            case Topology.PerReplica() -> alone(redis, groups, Group.shardOfSlot(manifest.name(), "{{.Task.Slot}}"));
            case Topology.Sentinel topology ->
                watched(redis, groups, new Sentinels(manifest, topology, groups.getFirst(), redis));
        };
    }

    /** Groups of one member each. */
    private static RedisParts alone(Redis redis, List<Group> groups, String own) {
        var services = groups.stream()
                .flatMap(g -> g.members().stream())
                .map(m -> redis.service(m))
                .toList();
        return new RedisParts(
                services,
                redis.configs(),
                redis.secrets(),
                redis.password(),
                environment(redis, groups, own),
                Optional.empty());
    }

    private static RedisParts watched(Redis redis, List<Group> groups, Sentinels sentinels) {
        var group = groups.getFirst();
        var services = new ArrayList<DesiredService>();
        group.members().forEach(m -> services.add(redis.service(m, sentinels::rule)));
        services.addAll(sentinels.services());
        var environment = new ArrayList<>(environment(redis, groups, group.alias()));
        environment.add("REDIS_SENTINELS=" + sentinels.addresses());
        environment.add("REDIS_PRIMARY_NAME=" + group.primaryName());
        environment.add(Watched.REPLICAS + "=" + (group.members().size() - 1));
        var secrets = Stream.concat(redis.secrets().stream(), Stream.of(sentinels.configuration()));
        return new RedisParts(
                List.copyOf(services),
                Stream.concat(redis.configs().stream(), sentinels.configs().stream())
                        .toList(),
                secrets.toList(),
                redis.password(),
                environment,
                Optional.of(sentinels.watched()));
    }

    private static List<String> environment(Redis redis, List<Group> groups, String own) {
        return List.of(
                "REDIS_MODE=" + redis.manifest().spec().redis().topology().word(),
                "REDIS_NODES=" + address(own),
                "REDIS_GROUPS=" + groups.stream().map(g -> address(g.alias())).collect(Collectors.joining(",")));
    }

    private static String address(String alias) {
        return alias + ":" + PORT;
    }
}
