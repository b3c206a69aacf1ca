package dev.skep.loop;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.Exposure;
import dev.skep.desired.topology.Group;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import dev.skep.manifest.ManifestReader;
import dev.skep.observed.Generation;
import dev.skep.observed.History;
import dev.skep.observed.Kernels;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.plan.Explained;
import dev.skep.plan.Generations;
import dev.skep.plan.Hold;
import dev.skep.plan.HostPorts;
import dev.skep.plan.KnownData;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.RoutingMesh;
import dev.skep.plan.Step;
import dev.skep.plan.Written;
import dev.skep.status.LastFailure;
import dev.skep.status.ManifestStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What one name asks for, and the plan towards it: the one decision that the controller acts on and that {@code skep
 * plan}, {@code status} and {@code wait} print.
 *
 * @param manifest empty: nobody asks for it any more
 * @param desired what the plan leads to: what the manifest asks for, or where that failed, what runs again
 * @param plan what would be done, and what is held
 * @param auto how the counter is reached, where its manifest leaves that to Skep
 */
public record Wanted(
        String name, Optional<Manifest> manifest, Desired desired, Plan plan, Optional<Exposure.Decided> auto) {
    /** The names that a folder asks for. */
    public static Set<String> askedFor(FolderResult folder) {
        return folder.manifests().stream().map(Manifest::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that there is something to decide for: what is asked for, and what something in the swarm was made for. */
    public static Set<String> names(FolderResult folder, Observed observed) {
        var names = madeFor(observed);
        names.addAll(askedFor(folder));
        return names;
    }

    /** Decides for each of {@link #names}. */
    public static List<Wanted> all(FolderResult folder, Observed observed, String fingerprint) {
        var decisions = new Decisions(folder, observed, new Maker(fingerprint), new Held());
        return names(folder, observed).stream().map(decisions::of).toList();
    }

    /** The manifests that something in the swarm was made for: all owners but Skep itself. */
    public static Set<String> madeFor(Observed observed) {
        var names = new TreeSet<>(observed.owners());
        names.removeIf(n -> n.startsWith(ControllerService.RESERVED));
        return names;
    }

    /** The names of what Skep makes for itself, as far as there is something to decide for them. */
    public static Set<String> ownFor(FolderResult folder, Observed observed) {
        var names = new TreeSet<String>();
        if (folder.manifests().stream()
                .map(m -> m.spec().app().expose().via())
                .anyMatch(via -> via == Via.AUTO || via == Via.INGRESS)) {
            names.add(Kernels.PROBE);
        }
        if (Deletions.concern(folder, observed)) {
            names.add(Deletions.HELD);
        }
        return names;
    }

    /** The plan's steps as a person wants them told. */
    public List<Explained> explained(Observed observed) {
        return plan.steps().stream()
                .map(s -> Explained.of(s, manifest, observed))
                .toList();
    }

    /**
     * Decides for a name.
     *
     * @param fingerprint of the controller's key
     */
    public static Wanted of(String name, FolderResult folder, Observed observed, String fingerprint) {
        return new Decisions(folder, observed, new Maker(fingerprint), new Held()).of(name);
    }

    /**
     * The image that is on the nodes anyway: the controller's, else an app's; once it ran it is not run again, and so its
     * tag counts, not the digest that it got when it was made.
     */
    static Wanted probe(FolderResult folder, Observed observed) {
        var image = observed.service(Kernels.PROBE)
                .or(() -> observed.service(ControllerService.NAME))
                .map(s -> s.spec()
                        .path("TaskTemplate")
                        .path("ContainerSpec")
                        .path("Image")
                        .asText())
                .map(text -> text.replaceFirst("@.*", ""))
                .or(() -> folder.manifests().stream()
                        .findFirst()
                        .map(m -> m.spec().app().image().text()));
        if (image.isEmpty()) {
            var nothing = Desired.nothing(Kernels.PROBE);
            return unasked(nothing, Plan.waiting(Kernels.PROBE, "for a manifest"));
        }
        var desired = ControllerService.probe(image.get());
        var plan = Kernels.stuck(observed)
                ? Planner.again(Kernels.PROBE, observed, "a node could not look whether its kernel has IPVS")
                : Planner.plan(desired, observed, "Skep, to know whether the kernels have IPVS");
        return unasked(desired, plan);
    }

    /** Nobody asks for it any more. */
    static Wanted unasked(String name, Plan plan) {
        return unasked(Desired.nothing(name), plan);
    }

    /** Nobody asks for it, and yet nothing of it goes: a count that all app tasks share is told of and kept well meanwhile. */
    static Wanted held(String name, Plan plan, Observed observed, Maker maker) {
        var services = observed.servicesOf(name);
        var shared = services.stream().anyMatch(s -> s.label(Labels.GROUP).equals(Group.SHARED));
        var unnoted = services.stream()
                .anyMatch(s -> s.label(Labels.COMPONENT).equals("redis")
                        && s.label(Labels.DATA).isEmpty());
        var running = shared || unnoted ? running(name, observed, maker) : Optional.<Desired>empty();
        var notes = running.map(r -> KnownData.notes(r, observed)).orElse(List.of());
        var kept = running.filter(_ -> shared);
        var care = kept.map(r -> Planner.healing(r, observed)).orElse(List.of());
        return unasked(kept.orElse(Desired.nothing(name)), plan.after(care).after(notes));
    }

    /** What is there of a manifest, by its history. */
    static Optional<Desired> running(String name, Observed observed, Maker maker) {
        return History.of(name, observed).running().flatMap(g -> earlier(g, name, observed, maker));
    }

    static Wanted unasked(Desired desired, Plan plan) {
        return new Wanted(desired.name(), Optional.empty(), desired, plan, Optional.empty());
    }

    static Wanted keep(Manifest manifest, Observed observed, Maker maker) {
        var expose = manifest.spec().app().expose();
        return switch (Exposure.of(manifest.name(), expose, observed)) {
            case Exposure.Undecided(var why) ->
                new Wanted(
                        manifest.name(),
                        Optional.of(manifest),
                        Desired.nothing(manifest.name()),
                        Plan.waiting(manifest.name(), why),
                        Optional.empty());
            case Exposure.Decided decided -> {
                var desired = maker.desired(manifest, decided, observed);
                var written = new Written(manifest.at().toString(), manifest.text());
                Function<Generation, Optional<Desired>> before = g -> earlier(g, manifest.name(), observed, maker);
                var course = HostPorts.objection(manifest, observed)
                        .or(() -> RoutingMesh.objection(manifest, observed))
                        .map(hold -> Generations.held(desired, hold, before, observed))
                        .orElseGet(() -> Generations.plan(desired, written, before, observed));
                yield new Wanted(
                        manifest.name(),
                        Optional.of(manifest),
                        course.desired(),
                        suspended(manifest, course.plan(), course.desired(), observed),
                        Optional.of(decided).filter(_ -> expose.via() == Via.AUTO));
            }
        };
    }

    /** What a generation of the history asks for; nothing if this version of Skep does not understand it. */
    private static Optional<Desired> earlier(Generation generation, String name, Observed observed, Maker maker) {
        return ManifestReader.read(generation.source(), generation.text()).manifests().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .flatMap(m -> switch (Exposure.of(m.name(), m.spec().app().expose(), observed)) {
                    case Exposure.Undecided _ -> Optional.empty();
                    case Exposure.Decided decided -> Optional.of(maker.earlier(m, decided, observed));
                });
    }

    /** Whether the manifest says to look, and to change nothing. */
    boolean suspended() {
        return manifest.filter(m -> m.spec().suspend()).isPresent();
    }

    /** Where the plan puts volumes. */
    List<Step.PinVolumes> pins() {
        return plan.steps().stream()
                .<Step.PinVolumes>mapMulti((step, out) -> {
                    if (step instanceof Step.PinVolumes pin) {
                        out.accept(pin);
                    }
                })
                .toList();
    }

    /** The same with other pins in their places. */
    Wanted pinning(UnaryOperator<Step.PinVolumes> other) {
        if (pins().isEmpty()) {
            return this;
        }
        var steps = plan.steps().stream()
                .map(s -> s instanceof Step.PinVolumes pin ? other.apply(pin) : s)
                .toList();
        return new Wanted(name, manifest, desired, new Plan(name, steps, plan.holds(), plan.waits()), auto);
    }

    /** The same but for what of the plan is done. */
    Wanted without(Collection<? extends Step> done) {
        var left = plan.steps().stream().filter(s -> !done.contains(s)).toList();
        return new Wanted(name, manifest, desired, new Plan(name, left, plan.holds(), plan.waits()), auto);
    }

    /**
     * How it is, as far as the swarm shows it.
     *
     * @param failures what could not be done when it was last tried, by name
     */
    public ManifestStatus status(Observed observed, Map<String, LastFailure> failures) {
        return ManifestStatus.of(manifest, desired, plan, observed, Optional.ofNullable(failures.get(name)));
    }

    /** Nothing is done but what ends a move that was begun: who suspends it may be long in coming back. */
    private static Plan suspended(Manifest manifest, Plan plan, Desired desired, Observed observed) {
        if (!manifest.spec().suspend()) {
            return plan;
        }
        var finishing = Planner.finishing(desired, observed);
        var undone = plan.steps().stream()
                .filter(s -> !finishing.contains(s))
                .map(Step::what)
                .collect(Collectors.joining(", "));
        var left = new Plan(plan.name(), finishing, plan.holds(), plan.waits());
        return undone.isEmpty()
                ? left
                : left.alsoHolding(new Hold(Hold.SUSPENDED, "spec.suspend is true: not done: " + undone));
    }
}
