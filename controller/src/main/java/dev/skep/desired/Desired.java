package dev.skep.desired;

import dev.skep.desired.topology.Group;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that the swarm should hold for one manifest.
 *
 * @param kept how the count is kept that all app tasks share, where they share one
 * @param asked the same without what is only there until it may go; empty: there is no such thing
 */
public record Desired(
        String name,
        List<DesiredNetwork> networks,
        List<DesiredConfig> configs,
        List<DesiredSecret> secrets,
        List<DesiredService> services,
        Optional<Kept> kept,
        Optional<Desired> asked) {

    /** Where all is asked for. */
    public Desired(
            String name,
            List<DesiredNetwork> networks,
            List<DesiredConfig> configs,
            List<DesiredSecret> secrets,
            List<DesiredService> services,
            Optional<Kept> kept) {
        this(name, networks, configs, secrets, services, kept, Optional.empty());
    }

    /** The same, where only that is asked for, and the rest goes. */
    Desired besides(Desired asked) {
        return new Desired(name, networks, configs, secrets, services, kept, Optional.of(asked));
    }

    /** The same with its secrets as they are kept by whoever keeps it. */
    public Desired with(List<DesiredSecret> kept) {
        return new Desired(name, networks, configs, kept, services, this.kept, asked);
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
        return asked.map(Desired::hash).orElseGet(this::hashOfAll);
    }

    private String hashOfAll() {
        return Json.hash(numberedFromOne()
                .filter(s -> slot(s).filter(slot -> slot > replicas()).isEmpty())
                .map(s -> s.name() + " " + s.hash())
                .collect(Collectors.joining("\n")));
    }

    private Stream<DesiredService> numberedFromOne() {
        var names = new HashMap<String, String>();
        for (var member : kept.map(Kept::members).orElse(List.of())) {
            names.put(member, member.replaceFirst("\\d+$", Integer.toString(names.size() + 1)));
        }
        return names.entrySet().stream().allMatch(n -> n.getKey().equals(n.getValue()))
                ? services.stream()
                : services.stream().map(s -> s.renamed(names));
    }

    private static Optional<Integer> slot(DesiredService service) {
        var group = service.spec().path("Labels").path(Labels.GROUP).asText();
        return service.component().equals("redis") && Group.shard(group)
                ? Optional.of(Group.slot(group))
                : Optional.empty();
    }

    /** How many tasks of the app are wanted. */
    public int replicas() {
        return app().map(s -> s.spec().at("/Mode/Replicated/Replicas").asInt()).orElse(0);
    }

    /** The service of the app, if one is wanted. */
    public Optional<DesiredService> app() {
        return services.stream().filter(s -> s.component().equals("app")).findFirst();
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
