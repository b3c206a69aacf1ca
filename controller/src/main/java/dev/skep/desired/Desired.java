package dev.skep.desired;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.manifest.Topology;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the swarm should hold for one manifest.
 *
 * @param kept how the count is kept that all app tasks share, where they share one, or did, and it only stays until others have it
 * @param asked the same without what is only there until it may go, or what comes after this; empty: there is no such thing
 * @param all differs when anything of it would differ that is to run, but for the numbers of members; made once, for that takes a while
 */
public record Desired(
        String name,
        List<DesiredNetwork> networks,
        List<DesiredConfig> configs,
        List<DesiredSecret> secrets,
        List<DesiredService> services,
        Optional<Kept> kept,
        Optional<Desired> asked,
        String all) {

    /** Where all is asked for. */
    public Desired(
            String name,
            List<DesiredNetwork> networks,
            List<DesiredConfig> configs,
            List<DesiredSecret> secrets,
            List<DesiredService> services,
            Optional<Kept> kept) {
        this(name, networks, configs, secrets, services, kept, Optional.empty(), hashOfAll(services, kept));
    }

    /** The same, where only that is asked for, and the rest goes. */
    public Desired besides(Desired asked) {
        return new Desired(name, networks, configs, secrets, services, kept, Optional.of(asked), all);
    }

    /** The same with its secrets as they are kept by whoever keeps it. */
    public Desired with(List<DesiredSecret> kept) {
        return new Desired(name, networks, configs, kept, services, this.kept, asked, all);
    }

    /** The members and sentinels of the group that sentinels watch which are not asked for, and go one at a time. */
    public List<String> leaving() {
        return asked.stream()
                .flatMap(a -> watching(this).filter(s -> watching(a).noneMatch(s::equals)))
                .toList();
    }

    private static Stream<String> watching(Desired desired) {
        return desired.watched().stream().flatMap(w -> Stream.concat(w.members().stream(), w.sentinels().stream()));
    }

    /** The group that sentinels watch, where there is one. */
    public Optional<Watched> watched() {
        return kept.flatMap(k -> k instanceof Watched w ? Optional.of(w) : Optional.empty());
    }

    /**
     * Differs when anything would differ that is to run: services name their configs and secrets, whose names say what they
     * hold. A shard, copy or sentinel that only stays until it may go is no part of what is asked for, and neither are the numbers of
     * members: after some went, as on the way back of a rollout that failed, those that come next have others.
     */
    public String hash() {
        return asked.map(Desired::hash).orElse(all);
    }

    private static String hashOfAll(List<DesiredService> services, Optional<Kept> kept) {
        return Json.hash(numberedFromOne(services, kept)
                .filter(s -> !s.component().equals("redis") || counts(s, services))
                .map(s -> s.name() + " " + s.hash())
                .collect(Collectors.joining("\n")));
    }

    private static Stream<DesiredService> numberedFromOne(List<DesiredService> services, Optional<Kept> kept) {
        var names = new HashMap<String, String>();
        for (var member : kept.map(Kept::members).orElse(List.of())) {
            names.put(member, member.replaceFirst("\\d+$", Integer.toString(names.size() + 1)));
        }
        services.stream()
                .filter(s -> Group.shard(s.group()))
                .forEach(shard -> names.put(shard.name(), shard.name().replaceFirst("\\d+$", "1")));
        return names.entrySet().stream().allMatch(n -> n.getKey().equals(n.getValue()))
                ? services.stream()
                : services.stream().map(s -> s.renamed(names));
    }

    private static boolean counts(DesiredService redis, List<DesiredService> services) {
        var shard = Group.shard(redis.group());
        return shard == sharded(services) && (!shard || Group.slot(redis.group()) <= replicas(services));
    }

    /** Whether it is a Redis of the mode that the app is to count in. */
    public boolean ofMode(DesiredService redis) {
        return Group.shard(redis.group()) == sharded();
    }

    /** Whether each task of the app is to count in a shard of its own. */
    public boolean sharded() {
        return sharded(services);
    }

    private static boolean sharded(List<DesiredService> services) {
        return app(services).filter(app -> sharded(app.spec())).isPresent();
    }

    /** The same of the spec of an app's service, be it wanted or there. */
    public static boolean sharded(JsonNode app) {
        return Json.environment(app).anyMatch(("REDIS_MODE=" + new Topology.PerReplica().word())::equals);
    }

    /**
     * The Redis of a manifest that has several counters, of which each is a part of a sum: shards, and while the mode changes also
     * the one that all app tasks are to share, or did.
     */
    public List<DesiredService> counters() {
        var redis = services.stream().filter(s -> s.component().equals("redis")).toList();
        return redis.stream().anyMatch(s -> Group.shard(s.group())) ? redis : List.of();
    }

    /** Whether the mode changes from or to per-replica: what one counts is added to another. */
    public boolean crossing() {
        return kept.isPresent() && !counters().isEmpty();
    }

    /** Whether another mode is asked for, and this comes before it. */
    public boolean passing() {
        return asked.filter(a -> a.sharded() != sharded()
                        || a.watched().isPresent() != watched().isPresent())
                .isPresent();
    }

    /** How many tasks of the app are wanted. */
    public int replicas() {
        return replicas(services);
    }

    private static int replicas(List<DesiredService> services) {
        return app(services)
                .map(s -> s.spec().at("/Mode/Replicated/Replicas").asInt())
                .orElse(0);
    }

    /** The service of the app, if one is wanted. */
    public Optional<DesiredService> app() {
        return app(services);
    }

    private static Optional<DesiredService> app(List<DesiredService> services) {
        return services.stream().filter(s -> s.component().equals("app")).findFirst();
    }

    /** Whether the passwords that a service has are derived from the same key as those that it is to have: it takes the passwords to come. */
    public boolean isOfItsKey(ObservedService there, Observed observed) {
        var keys = secrets.stream().map(s -> s.labels().get(Labels.FINGERPRINT)).collect(Collectors.toSet());
        return observed.secretsOf(name).stream()
                .filter(s -> there.mounts(s.name()))
                .allMatch(s -> keys.contains(s.labels().get(Labels.FINGERPRINT)));
    }

    /** The services of those Redis that are alone in their groups, and write snapshots. */
    public List<String> aloneWithSnapshots() {
        return watched().isPresent()
                ? List.of()
                : services.stream()
                        .filter(s -> s.volume().filter(Volume::inSnapshots).isPresent())
                        .map(DesiredService::name)
                        .toList();
    }

    /** The service of that name, if it is wanted. */
    public Optional<DesiredService> service(String service) {
        return services.stream().filter(s -> s.name().equals(service)).findFirst();
    }

    /** Nothing: what a deleted manifest asks for. */
    public static Desired nothing(String name) {
        return new Desired(name, List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }
}
