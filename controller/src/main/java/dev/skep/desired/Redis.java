package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.topology.Member;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.RedisSpec;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A manifest's Redis, one service a member: configuration and password as secrets, each volume on one node. */
record Redis(Manifest manifest, String fingerprint) {

    List<DesiredSecret> secrets() {
        return List.of(configuration(), password());
    }

    DesiredSecret password() {
        return Resources.secret(manifest, "redis-password", DesiredSecret.PASSWORD, fingerprint);
    }

    /** A secret, not a config: it holds the password. */
    DesiredSecret configuration() {
        var text = """
                port 6379
                dir /data
                protected-mode no
                requirepass %s
                maxmemory-policy noeviction
                tcp-keepalive 60
                %s%s""".formatted(
                DesiredSecret.PASSWORD, persistence(manifest.spec().redis().persistence()), replication());
        return Resources.secret(manifest, "redis-conf", text, fingerprint);
    }

    /**
     * With {@code appendfsync always} Redis may answer up to two seconds before it writes, while the disk is busy
     * (docs/decisions/0007): https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
     */
    private static String persistence(RedisSpec.Persistence persistence) {
        return switch (persistence) {
            case NONE -> "save \"\"\nappendonly no\n";
            case RDB -> "save 60 1\nappendonly no\n";
            case AOF -> "save \"\"\nappendonly yes\nappendfsync always\n";
        };
    }

    /** A primary that has lost its replicas, or that the others have left behind, must not answer that it counted. */
    private String replication() {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> "";
            case Topology.PerReplica() -> "";
            case Topology.Sentinel _ -> """
                    masterauth %s
                    min-replicas-to-write 1
                    min-replicas-max-lag 3
                    repl-diskless-sync-delay 0
                    """.formatted(DesiredSecret.PASSWORD);
        };
    }

    /** Started as it is configured. */
    DesiredService service(Member member, String network) {
        return service(member, List.of(Spec.network(network, member.group().alias())), _ -> {});
    }

    /**
     * Started by another rule, and in other networks.
     *
     * @param rule changes how the container starts
     */
    DesiredService service(Member member, List<ObjectNode> networks, Consumer<ObjectNode> rule) {
        var spec = manifest.spec();
        var labels = Resources.labels(manifest.name(), "redis");
        labels.put(Labels.GROUP, member.group().name());
        var container = Json.object(
                "Image", spec.redis().image().text(),
                "Args", List.of("redis-server", "/run/secrets/redis.conf"),
                "Labels", Resources.labels(manifest.name(), "redis"),
                "Mounts", List.of(volume(member)),
                "Secrets",
                        List.of(
                                Spec.secret(configuration().name(), "redis.conf"),
                                Spec.secret(password().name(), "redis-password")),
                "StopGracePeriod", Spec.nanos(Duration.ofSeconds(30)),
                "Healthcheck",
                        Spec.health(
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(10),
                                "CMD-SHELL",
                                "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli ping | grep -q PONG"));
        rule.accept(container);
        var template = Spec.template(
                container,
                Spec.limits(0, 0),
                List.of("node.labels." + Labels.VOLUME_PREFIX + member.service() + "==" + written()),
                networks);
        var service =
                Spec.service(member.service(), labels, Spec.replicated(1), Spec.dnsRoundRobin(List.of()), template);
        // Two Redis must never share a volume.
        service.set("UpdateConfig", Spec.update("stop-first", 1));
        var update = spec.app().update();
        return DesiredService.of(
                service,
                Optional.of(new Volume(member.service(), written())),
                update.failureAction(),
                update.deadline());
    }

    private String written() {
        var redis = manifest.spec().redis();
        return Volume.written(redis.persistence(), redis.topology());
    }

    /** Its labels say whose data it holds, and how they were written, where a swarm has forgotten. */
    private Object volume(Member member) {
        var labels = Resources.labels(manifest.name(), "redis");
        labels.put(Labels.PERSISTENCE, written());
        return Json.object(
                "Type",
                "volume",
                "Source",
                member.service(),
                "Target",
                "/data",
                "VolumeOptions",
                Json.object("Labels", labels));
    }
}
