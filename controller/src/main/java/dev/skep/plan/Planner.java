package dev.skep.plan;

import dev.skep.backup.Answer;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.HealthEntry;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.Rotation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From what is wanted and what is there to what will be done. Pure: no clock, no I/O. */
public final class Planner {
    private final Desired desired;
    private final Aim aim;
    private final Observed observed;
    private final List<Step> steps = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<String> waits = new ArrayList<>();
    private final Stage stage;
    private final Leaving leaving;

    private Planner(Aim aim, Observed observed) {
        this.desired = aim.desired();
        this.aim = aim;
        this.observed = observed;
        this.stage = Stages.of(desired, observed);
        this.leaving = new Leaving(desired, observed, stage);
    }

    /**
     * Plans for what has no history: Skep's own services, and what is to go.
     *
     * @param source who asks for it, for the steps' reasons
     */
    public static Plan plan(Desired desired, Observed observed, String source) {
        var why = desired.services().isEmpty() ? Why.always(source) : Why.askedBy(source);
        return towards(new Aim(desired, 0, why, Aim.Pace.AT_ONCE), observed);
    }

    static Plan towards(Aim aim, Observed observed) {
        return Precaution.beforeRetirement(new Planner(aim, observed).plan(), aim.desired(), observed);
    }

    /** Starts all tasks of a service again, as it is. */
    public static Plan again(String name, Observed observed, String why) {
        var steps = observed.service(name).stream()
                .<Step>map(there -> {
                    var spec = there.spec().deepCopy();
                    var template = spec.withObject("TaskTemplate");
                    template.put("ForceUpdate", template.path("ForceUpdate").asLong() + 1);
                    return new Step.UpdateService(there.id(), name, there.version(), spec, List.of(), why);
                })
                .toList();
        return new Plan(name, steps, List.of(), List.of());
    }

    /** What heals the Redis of a manifest of which nothing else is done. */
    public static List<Step> healing(Desired desired, Observed observed) {
        return tell(Stages.care(desired, observed), desired.name(), observed);
    }

    /**
     * What ends a move of a count that was begun, of a manifest of which nothing is to be done: the sentinels would elect nobody for
     * as long. What was not moved yet stays where it is.
     */
    public static List<Step> finishing(Desired desired, Observed observed) {
        return Stages.pending(desired, observed) ? healing(desired, observed) : List.of();
    }

    /** Whether a move was begun and has not ended: the sentinels of a count elect nobody, though its data say that they do. */
    public static boolean pending(Desired desired, Observed observed) {
        return Stages.pending(desired, observed);
    }

    private static List<Step> tell(List<HealStep> steps, String manifest, Observed observed) {
        var rotation = Rotation.of(manifest, observed);
        return steps.stream().<Step>map(s -> new Step.Tell(s, rotation)).toList();
    }

    private Plan plan() {
        var objection = DataGuard.objection(desired, observed).or(this::notInstalled);
        if (objection.isPresent()) {
            return Plan.held(desired.name(), objection.get());
        }
        // What goes, goes first: it may hold a port that what comes needs.
        removeServices();
        steps.addAll(leaving.retireVolumes(aim.why().unwanted()));
        holds.addAll(leaving.lost());
        createWhatServicesNeed();
        new ServicePlanner(aim, observed, stage, steps, holds, waits).plan();
        new KnownData(desired, observed, steps, holds).plan();
        removeWhatNoServiceNeeds();
        stage.waitsFor().ifPresent(waits::add);
        var told = tell(stage.steps().stream().filter(s -> !replaced(s)).toList(), desired.name(), observed);
        if (stage.steps().stream().allMatch(HealStep::standsAlone)
                || Stages.nobodyLeads(desired, observed)
                || Stages.pending(desired, observed)
                || Stages.primaryEnds(desired, observed)) {
            steps.addAll(0, told); // whatever of the rest fails each time
        } else if (steps.isEmpty()) {
            steps.addAll(told); // to whom it is said must not be replaced meanwhile
        }
        return new Plan(desired.name(), steps, holds, waits);
    }

    /** What is said to a shard that is replaced just now is said to the one that comes. */
    private boolean replaced(HealStep told) {
        return told.standsAlone()
                && steps.stream()
                        .anyMatch(step -> step instanceof Step.UpdateService u
                                && u.name().equals(told.to().service())
                                && !u.changes().isEmpty());
    }

    /** Members and sentinels must meet the controller on a network that only the installation makes. */
    private Optional<Hold> notInstalled() {
        var missing = desired.services().stream().anyMatch(s -> s.on(ControllerService.REDIS_NETWORK))
                && desired.networks().stream().noneMatch(n -> n.name().equals(ControllerService.REDIS_NETWORK))
                && !observed.hasNetwork(ControllerService.REDIS_NETWORK);
        return missing
                ? Optional.of(new Hold(
                        "NotInstalled",
                        "the network %s, on which Skep meets Redis, is not there: skep install makes it"
                                .formatted(ControllerService.REDIS_NETWORK)))
                : Optional.empty();
    }

    private void removeServices() {
        var wanted = desired.services().stream().map(DesiredService::name).collect(Collectors.toSet());
        observed.servicesOf(desired.name()).stream()
                .filter(s -> !wanted.contains(s.name()))
                .filter(leaving::mayGo)
                // The app before its Redis: what counts ends before what it counts in.
                .sorted(Comparator.comparing(s -> s.label(Labels.COMPONENT).equals("redis")))
                .forEach(s -> steps.add(
                        new Step.RemoveService(s.id(), s.name(), aim.why().unwanted())));
    }

    private void createWhatServicesNeed() {
        desired.networks().stream()
                .filter(n -> !observed.hasNetwork(n.name()))
                .forEach(n -> steps.add(new Step.CreateNetwork(n, aim.why().asked())));
        desired.configs().stream()
                .filter(c -> !observed.hasConfig(c.name()))
                .forEach(c -> steps.add(new Step.CreateConfig(c, aim.why().asked())));
        desired.secrets().stream()
                .filter(s -> !observed.hasSecret(s.name()))
                .forEach(s -> steps.add(new Step.CreateSecret(s, aim.why().asked())));
    }

    private void removeWhatNoServiceNeeds() {
        var missing = KnownData.missing(desired.name(), observed);
        var health = HealthEntry.names(desired);
        unwanted(observed.networksOf(desired.name()), desired.networks(), n -> n.name())
                .forEach(n -> steps.add(new Step.RemoveNetwork(n, aim.why().unwanted())));
        unwanted(observed.configsOf(desired.name()), desired.configs(), c -> c.name()).stream()
                // The history is as old as the manifest, and goes with it.
                .filter(c -> desired.services().isEmpty() || !History.holds(c))
                .filter(c -> !health.contains(c.name()))
                // Who asked takes it away when he has read the answer.
                .filter(c -> desired.services().isEmpty() || !Answer.orAsk(c))
                // Whoever goes on after a crash must find it as long as anything is left to forget.
                .filter(c -> !KnownData.isNeeded(c, missing))
                .forEach(c -> steps.add(new Step.RemoveConfig(c, aim.why().unwanted())));
        unwanted(observed.secretsOf(desired.name()), desired.secrets(), s -> s.name())
                .forEach(s -> steps.add(new Step.RemoveSecret(s, aim.why().unwanted())));
    }

    private <T> List<ObservedResource> unwanted(
            List<ObservedResource> there, List<T> wanted, Function<T, String> name) {
        var names = wanted.stream().map(name).collect(Collectors.toSet());
        return there.stream()
                .filter(r -> !names.contains(r.name()))
                .filter(r -> !needed(r.name()))
                .toList();
    }

    /** A service that stays may still have it mounted, or need it to roll back. */
    private boolean needed(String secretOrConfig) {
        return observed.servicesOf(desired.name()).stream()
                .filter(s -> steps.stream()
                        .noneMatch(step ->
                                step instanceof Step.RemoveService r && r.name().equals(s.name())))
                .anyMatch(s -> s.refersTo(secretOrConfig));
    }
}
