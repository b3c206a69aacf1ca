package dev.skep.desired;

import dev.skep.desired.Password.User;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Member;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The sentinels of a group, one service each.
 *
 * @param group with the members that go
 * @param places the ids of the nodes of those that stand beside no member
 * @param beyond what goes
 */
record Sentinels(
        Manifest manifest,
        Topology.Sentinel topology,
        Group group,
        Redis redis,
        Map<String, String> places,
        Beyond beyond) {
    private static final int PORT = 26379;

    /** Once it has watched something, its task runs, and names resolve to it; after that it need only answer. */
    private static final String HEALTHY = """
            %1$s -p 26379 ping | grep -q PONG || exit 1
            test -e /tmp/watched || { %1$s -p 26379 sentinel masters | grep -q . && touch /tmp/watched; }
            """.formatted(Redis.HEALTH);

    /** Their services, which are their names as well. */
    List<String> names() {
        return names(manifest, topology.sentinels());
    }

    /** Those of all that a manifest can ask for. */
    static List<String> possible(Manifest manifest) {
        return names(manifest, Topology.MOST_SENTINELS);
    }

    static List<String> names(Manifest manifest, int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(n -> manifest.name() + "-sentinel-" + n)
                .toList();
    }

    Watched watched() {
        var members = group.members().stream().map(Member::service).toList();
        var possible = possible(manifest);
        var sentinels = Stream.concat(
                        names().stream(), beyond.sentinels().stream().map(n -> possible.get(n - 1)))
                .toList();
        return new Watched(group.primaryName(), members, sentinels, topology.quorum(), topology.downAfter());
    }

    /** As the app takes them: all that there are, and until those that go have gone all that it was told of. */
    String addresses() {
        int most = beyond.sentinels().stream().mapToInt(n -> n).max().orElse(0);
        int known = Math.max(topology.sentinels(), Math.max(most, beyond.named()));
        return names(manifest, known).stream().map(n -> n + ":" + PORT).collect(Collectors.joining(","));
    }

    /** Likewise of the replicas. */
    int replicas() {
        return Math.max(group.members().size() - 1, beyond.replicas());
    }

    List<DesiredConfig> configs() {
        return List.of(Script.START_SENTINEL.config(manifest));
    }

    /** By address, never by name: resolving one would stop a sentinel's only thread. */
    DesiredSecret configuration() {
        var text = """
                port %d
                dir /data
                protected-mode no
                sentinel sentinel-user sentinel
                sentinel sentinel-pass %s
                sentinel resolve-hostnames no
                sentinel announce-hostnames no
                %s""".formatted(PORT, redis.password(User.SENTINEL), Acl.SENTINEL.lines(redis.rotation()));
        return redis.own("sentinel-conf", text);
    }

    List<DesiredService> services() {
        return IntStream.rangeClosed(1, topology.sentinels())
                .mapToObj(this::service)
                .toList();
    }

    private DesiredService service(int number) {
        var name = names().get(number - 1);
        var labels = Resources.labels(manifest.name(), "sentinel");
        labels.put(Labels.GROUP, group.name());
        var script = Script.START_SENTINEL;
        var container = Json.object(
                "Image", manifest.spec().redis().image().text(),
                "Args", List.of("sh", script.path()),
                "Env", environment(name),
                "Labels", Resources.labels(manifest.name(), "sentinel"),
                "Secrets",
                        List.of(
                                Spec.secret(configuration().name(), "sentinel.conf"),
                                Spec.secret(redis.health().name(), "redis-password")),
                "Configs", List.of(Spec.config(script.config(manifest).name(), script.path())),
                "StopGracePeriod", Spec.nanos(Duration.ofSeconds(10)),
                "Healthcheck", Spec.health(Duration.ofSeconds(2), Duration.ofMinutes(1), "CMD-SHELL", HEALTHY));
        var template = Spec.template(
                container,
                Spec.limits(0, 0),
                List.of(place(name, number)),
                List.of(Spec.network(Group.network(manifest.name())), Spec.network(ControllerService.REDIS_NETWORK)));
        var service = Spec.service(name, labels, Spec.replicated(1), Spec.dnsRoundRobin(List.of()), template);
        service.set("UpdateConfig", Spec.oneByOne());
        var update = manifest.spec().app().update();
        return DesiredService.of(service, Optional.empty(), update.failureAction(), update.deadline());
    }

    /** A sentinel is told its settings when it is told whom to watch: it starts anew to be told others. */
    private List<String> environment(String name) {
        return List.of(
                "SKEP_SENTINEL_ID=" + Json.longHash(name),
                "SKEP_QUORUM=" + topology.quorum(),
                "SKEP_DOWN_AFTER_MS=" + topology.downAfter().toMillis());
    }

    /** Beside a member that stays, for those are on distinct nodes where there are enough; who has none of its own, on a node without. */
    private String place(String name, int number) {
        var beside = group.members().get((number - 1) % topology.members());
        return Optional.ofNullable(places.get(name))
                .map(SentinelPlaces::constraint)
                .orElseGet(() -> "node.labels." + Labels.VOLUME_PREFIX + beside.service() + "=="
                        + redis.volumeOf(beside).written());
    }
}
