package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Password.User;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Member;
import dev.skep.desired.topology.Numbers;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.RedisSpec;
import dev.skep.manifest.Topology;
import dev.skep.manifest.Words;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rotation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A manifest's Redis, one service a member: configuration and passwords as secrets, each volume on one node. */
record Redis(Manifest manifest, String fingerprint, Rotation rotation, Numbers numbers) {
    /** What a container of Redis can read of passwords as they are. */
    private static final String PASSWORD_FILE = "/run/secrets/redis-password";

    /** redis-cli reads the password from where it asks a person for it: it stands in no environment and no command line. */
    static final String HEALTH = "redis-cli --askpass --user health <" + PASSWORD_FILE;

    /** By which the start rule knows whether the data name it. */
    private static final String MEMBER = "SKEP_MEMBER=";

    /**
     * One that cannot write to its disk answers nothing but MISCONF, and lives: what it counted since it last could is in its memory
     * alone, and would be lost with it.
     */
    private static final String SHARD_HEALTHY = HEALTH + " ping | grep -Eq 'PONG|MISCONF'";

    /** Once it has had all data, or been the primary, its task runs; a failover later must not end it. */
    private static final String MEMBER_HEALTHY = SHARD_HEALTHY + """
             || exit 1
            test -e /tmp/linked || {
              %s info replication | grep -Eq '^(role:master|master_link_status:up)' && touch /tmp/linked
            }
            """.formatted(HEALTH);

    /** Expanded for each task as it is made: what the swarm knows by then of the data in the volume. */
    private static final String HOLDS_DATA = "SKEP_HOLDS_DATA={{index .Service.Labels \"%s\"}}".formatted(Labels.DATA);

    /** As those of this mode are, in whichever the app counts. */
    Redis in(Topology topology) {
        return new Redis(manifest.with(topology), fingerprint, rotation, numbers);
    }

    List<DesiredConfig> configs() {
        return List.of(startScript().config(manifest));
    }

    private Script startScript() {
        return switch (manifest.spec().redis().topology()) {
            case Topology.PerReplica() -> Script.START_SHARD;
            case Topology.Single _, Topology.Sentinel _ -> Script.START_MEMBER;
        };
    }

    List<DesiredSecret> secrets() {
        return List.of(configuration(), health(), password());
    }

    /** The app's. */
    DesiredSecret password() {
        return Resources.secret(manifest, "redis-password", password(User.APP), fingerprint);
    }

    /** That of the health checks, which is all that a container of Redis can read of passwords as they are. */
    DesiredSecret health() {
        return own("redis-health", password(User.HEALTH));
    }

    String password(User user) {
        return Accepted.inUse(user, rotation).plain();
    }

    /** Of a Redis, or of a sentinel: who changes the passwords must know whether they have the last ones. */
    DesiredSecret own(String purpose, String template) {
        var secret = Resources.secret(manifest, purpose, template, fingerprint);
        var labels = new LinkedHashMap<>(secret.labels());
        labels.put(Labels.ROTATION, Integer.toString(rotation.redis()));
        return new DesiredSecret(secret.name(), labels, template);
    }

    /** A secret, not a config: it holds a password. */
    DesiredSecret configuration() {
        var text = """
                port 6379
                dir /data
                protected-mode no
                maxmemory-policy noeviction
                tcp-keepalive 60
                masteruser replica
                masterauth %s
                %s%s%s""".formatted(
                        password(User.REPLICA),
                        persistence(manifest.spec().redis().persistence()),
                        replication(),
                        Acl.REDIS.lines(rotation));
        return own("redis-conf", text);
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

    /** In front of a health check: the start rule must know whether there was a snapshot that is missing now. */
    String noteSnapshot() {
        return switch (manifest.spec().redis().persistence()) {
            case NONE, AOF -> "";
            case RDB -> "test ! -e /data/dump.rdb || : > /data/skep-saved\n";
        };
    }

    /** A primary that has lost its replicas, or that the others have left behind, must not answer that it counted. */
    private String replication() {
        return switch (manifest.spec().redis().topology()) {
            case Topology.PerReplica() -> "";
            // Whoever leads alone is told that it may.
            case Topology.Single _, Topology.Sentinel _ -> """
                    min-replicas-to-write 1
                    min-replicas-max-lag 3
                    repl-diskless-sync-delay 0
                    """;
        };
    }

    /** Alone in its group. */
    DesiredService service(Member member) {
        return service(member, _ -> {});
    }

    /** One that copies and leads in turn: which, its data say when it starts, or its sentinels, or the controller. */
    DesiredService member(Member member) {
        return service(member, container -> startRule(member, container));
    }

    /** Whether a service of a shared count starts by that rule, and not by one of before, which let one that was alone lead whatever its data say. */
    static boolean startsByItsData(ObservedService there) {
        return Json.environment(there.spec()).anyMatch(v -> v.startsWith(MEMBER));
    }

    /** The same in every mode, so that a change of mode restarts no Redis. */
    private void startRule(Member member, ObjectNode container) {
        ((ObjectNode) container.path("Healthcheck"))
                .set("Test", Json.list("CMD-SHELL", noteSnapshot() + MEMBER_HEALTHY));
        container.setAll(Json.object(
                "Env",
                List.of(
                        HOLDS_DATA,
                        "SKEP_PASSWORD_FILE=" + PASSWORD_FILE,
                        MEMBER + member.service(),
                        "SKEP_SENTINELS=" + String.join(" ", Sentinels.possible(manifest)),
                        "SKEP_PRIMARY_NAME=" + member.group().primaryName())));
    }

    /**
     * With another health check or environment.
     *
     * @param rule changes how the container starts
     */
    private DesiredService service(Member member, Consumer<ObjectNode> rule) {
        var spec = manifest.spec();
        var labels = Resources.labels(manifest.name(), "redis");
        labels.put(Labels.GROUP, member.group().name());
        var script = startScript();
        var container = Json.object(
                "Image", spec.redis().image().text(),
                "Args", List.of("sh", script.path(), "redis-server", "/run/secrets/redis.conf"),
                "Env", List.of(HOLDS_DATA),
                "Configs", List.of(Spec.config(script.config(manifest).name(), script.path())),
                "Labels", Resources.labels(manifest.name(), "redis"),
                "Mounts", List.of(volume(member)),
                "Secrets",
                        List.of(
                                Spec.secret(configuration().name(), "redis.conf"),
                                Spec.secret(health().name(), "redis-password")),
                "StopGracePeriod", Spec.nanos(Duration.ofSeconds(30)),
                "Healthcheck",
                        Spec.health(
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(10),
                                "CMD-SHELL",
                                noteSnapshot() + SHARD_HEALTHY));
        rule.accept(container);
        var template = Spec.template(
                container,
                Spec.limits(0, 0),
                List.of("node.labels." + Labels.VOLUME_PREFIX + member.service() + "=="
                        + volumeOf(member).written()),
                List.of(
                        Spec.network(
                                Group.network(manifest.name()), member.group().alias()),
                        Spec.network(ControllerService.REDIS_NETWORK)));
        var service =
                Spec.service(member.service(), labels, Spec.replicated(1), Spec.dnsRoundRobin(List.of()), template);
        // Two Redis must never share a volume.
        service.set("UpdateConfig", Spec.oneByOne());
        var update = spec.app().update();
        return DesiredService.of(service, Optional.of(volumeOf(member)), update.failureAction(), update.deadline());
    }

    /** As its node's label has it. */
    Volume volumeOf(Member member) {
        var volume = new Volume(member.service(), written());
        return member.group().shared() && numbers.ofOld().contains(member.number()) ? volume.asOfOld() : volume;
    }

    private String written() {
        return Words.of(manifest.spec().redis().persistence());
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
