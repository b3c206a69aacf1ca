package dev.skep.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.Counters;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rollout;
import dev.skep.plan.Stage.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to be done for the services of one aim: create, update, put back (docs/decisions/0008). */
final class ServicePlanner {
    /** The first stage of the copies of a count, and of those who watch them. */
    private static final int COPIES = 3;

    private static final String SECRETS = "TaskTemplate.ContainerSpec.Secrets";

    /** A service that is there, and what it is to be. */
    private record Pair(ObservedService there, DesiredService desired) {}

    private final Aim aim;
    private final Observed observed;
    private final Stage stage;
    private final List<Step> steps;
    private final List<Hold> holds;
    private final List<String> waits;
    private final VolumePlanner volumes;
    private final Newcomers newcomers;
    private final MoreCounters counters;
    /** What this generation has changed, and what is not rolled out yet. */
    private final List<String> unfinished = new ArrayList<>();
    /** What is made later. */
    private final List<String> awaited = new ArrayList<>();

    ServicePlanner(Aim aim, Observed observed, Stage stage, List<Step> steps, List<Hold> holds, List<String> waits) {
        this.aim = aim;
        this.observed = observed;
        this.stage = stage;
        this.steps = steps;
        this.holds = holds;
        this.waits = waits;
        this.volumes = new VolumePlanner(aim.desired(), observed, steps);
        this.newcomers = new Newcomers(aim.desired(), observed);
        this.counters = new MoreCounters(aim.desired(), observed, stage);
    }

    void plan() {
        var stages = new TreeMap<Integer, List<Pair>>();
        for (var desired : aim.desired().services()) {
            observed.service(desired.name())
                    .ifPresentOrElse(
                            there -> stages.computeIfAbsent(stage(desired), _ -> new ArrayList<>())
                                    .add(new Pair(there, desired)),
                            () -> create(desired));
        }
        stages.forEach((stage, pairs) -> {
            var before = before(stage);
            pairs.forEach(pair -> change(
                    pair.there(),
                    pair.desired(),
                    before.stream()
                            .filter(name -> !name.equals(pair.there().name()))
                            .toList()));
        });
    }

    /**
     * What must be rolled out before a stage. The way back waits for nothing, but for a copy of a count each other copy: what the newer
     * Redis wrote the older one may not be able to read, and then the others still hold it.
     */
    private List<String> before(int stage) {
        var copies = stage >= COPIES;
        return switch (aim.pace()) {
            // A sentinel may stand beside one of those that are made later, or need them to agree.
            case CAREFUL ->
                copies ? Stream.concat(unfinished.stream(), awaited.stream()).toList() : List.copyOf(unfinished);
            case AT_ONCE -> copies ? copiesAway() : List.of();
        };
    }

    /** Those that do not run, or are about to end. */
    private List<String> copiesAway() {
        return aim.desired().services().stream()
                .filter(this::copied)
                .flatMap(d -> observed.service(d.name()).stream())
                .filter(s -> unfinished.contains(s.name())
                        || !observed.runs(s, s.templateHash())
                        || s.rollsOut(Rollout.State.UPDATING))
                .map(ObservedService::name)
                .toList();
    }

    /**
     * The less it hurts to try it and to take it back, the earlier: the app, the ports, the count. Of the copies of a count,
     * and of those who watch it, one at a time: the others go on meanwhile. Of the copies the one that leads is the last.
     */
    private int stage(DesiredService service) {
        return switch (service.component()) {
            case "app" -> 0;
            case "gateway" -> 1;
            default -> copied(service) ? COPIES + turn(service) : 2;
        };
    }

    /** In the order of the manifest's services, but for who leads: behind the last member, and before who watches. */
    private int turn(DesiredService copy) {
        var names = aim.desired().services().stream().map(DesiredService::name).toList();
        var last = aim.desired().watched().map(w -> w.members().getLast()).orElse(copy.name());
        return leads(copy.name()) ? 2 * names.indexOf(last) + 1 : 2 * names.indexOf(copy.name());
    }

    private boolean leads(String service) {
        return stage.move().filter(m -> m.from().equals(service)).isPresent();
    }

    private boolean copied(DesiredService service) {
        return aim.desired()
                .watched()
                .filter(w ->
                        w.members().contains(service.name()) || w.sentinels().contains(service.name()))
                .isPresent();
    }

    private void create(DesiredService asked) {
        var desired = counters.begun(asked);
        var wait = newcomers
                .waitsFor(desired)
                .or(() -> portInUse(desired))
                .or(() -> elsewhere(desired))
                .or(() -> restoredFirst(desired));
        if (wait.isPresent()) {
            waits.add(wait.get());
            awaited.add(desired.name());
            return;
        }
        var objection = desired.volume().flatMap(volumes::pin);
        if (objection.isPresent()) {
            holds.add(objection.get());
            return;
        }
        var spec = desired.spec().deepCopy();
        if (aim.generation() > 0) {
            spec.withObject("Labels").put(Labels.GENERATION, Long.toString(aim.generation()));
        }
        desired.volume()
                .flatMap(v -> KnownData.counted(v.name(), observed))
                .ifPresent(written -> spec.withObject("Labels").put(Labels.DATA, written));
        steps.add(new Step.CreateService(desired.name(), spec, aim.why().asked()));
        isPart(desired, asked);
    }

    /** What goes is gone by now; what stays is changed first. */
    private Optional<String> portInUse(DesiredService desired) {
        var wanted = ports(desired.spec());
        return aim.desired().services().stream()
                .flatMap(d -> observed.service(d.name()).stream())
                .flatMap(there -> ports(there.spec()).stream()
                        .filter(wanted::contains)
                        .map(port -> "%s is made once %s has given up port %d"
                                .formatted(desired.name(), there.name(), port)))
                .findFirst();
    }

    private static Set<Integer> ports(ObjectNode spec) {
        return spec.path("EndpointSpec")
                .path("Ports")
                .valueStream()
                .map(p -> p.path("PublishedPort").asInt())
                .collect(Collectors.toSet());
    }

    /** Where the mode changes, an app that somebody removed would count where no sum looks yet. */
    private Optional<String> elsewhere(DesiredService service) {
        return Optional.of("%s is made once the count may be moved".formatted(service.name()))
                .filter(_ -> service.component().equals("app") && aim.desired().crossing())
                .filter(_ -> !stage.allowed().contains(Allowed.CHANGE_MODE));
    }

    /** Where there are Redis of several modes nothing is restored, and what is so in part would stay as it is. */
    private Optional<String> restoredFirst(DesiredService service) {
        return Optional.of("%s is made once the backup or the restore is done".formatted(service.name()))
                .filter(_ -> service.component().equals("redis"))
                .filter(_ -> Counters.of(aim.desired().name(), observed).mixedWith(service.group()))
                .filter(_ -> new Slots(aim.desired(), observed).asked());
    }

    /** Tells what it waits for, where it is. */
    private boolean isPart(DesiredService desired, DesiredService asked) {
        var part = !desired.hash().equals(asked.hash());
        if (part) {
            waits.add("%s gets more tasks once every shard knows whom a sum consists of".formatted(asked.name()));
        }
        return part;
    }

    /** @param before what must be rolled out before anything of this stage may be interrupted */
    private void change(ObservedService there, DesiredService desired, List<String> before) {
        var objection = desired.volume().flatMap(volumes::keep);
        if (objection.isPresent()) {
            holds.add(objection.get());
            return;
        }
        apply(there, desired, before);
    }

    /** What may not be done yet of it is left out. */
    private void apply(ObservedService there, DesiredService asked, List<String> before) {
        var desired = counters.heldBack(there, asked);
        var held = isPart(desired, asked);
        var wanted = Adoption.wanted(there, desired, observed.networkNames());
        var changes = SpecDiff.between(there.spec(), wanted, observed.networkNames());
        if (changes.isEmpty() || (held && counters.nothingElse(there, desired))) {
            Surplus.end(there, observed).ifPresent(steps::add);
            if (rollsOut(there, desired)) {
                unfinished.add(there.name());
            }
        } else if (there.label(Labels.SPEC).equals(desired.hash())) {
            update(there, wanted, changes, aim.why().drift());
        } else if (!allowed(there, wanted)) {
            waits.add("%s is changed once the count may be moved".formatted(there.name()));
        } else if (movesFirst(there, desired, changes)) {
            waits.add("%s is changed after its copies: before, %s"
                    .formatted(there.name(), stage.move().orElseThrow().words()));
            unfinished.add(there.name());
        } else if (!before.isEmpty() && mayWait(there, changes)) {
            waits.add("%s is changed once this is rolled out: %s".formatted(there.name(), String.join(", ", before)));
        } else {
            update(there, wanted, changes, aim.why().asked());
            unfinished.add(there.name());
        }
    }

    /** What leads and would be restarted. */
    private boolean movesFirst(ObservedService there, DesiredService desired, List<FieldChange> changes) {
        return leads(there.name()) && mayWait(there, changes) && observed.runsAnother(there, desired.templateHash());
    }

    /** What would lose or double counts while these are moved. */
    private boolean allowed(ObservedService there, ObjectNode wanted) {
        return switch (there.label(Labels.COMPONENT)) {
            case "app" ->
                Crew.mode(there.spec()).equals(Crew.mode(wanted))
                        || stage.allowed().contains(Allowed.CHANGE_MODE);
            case "redis", "sentinel" ->
                stage.allowed().contains(Allowed.RESTART)
                        || !observed.runs(there, there.templateHash())
                        || !aim.desired()
                                .isOfItsKey(
                                        there, observed); // the controller cannot look how it is before it is changed
            default -> true;
        };
    }

    private boolean rollsOut(ObservedService there, DesiredService desired) {
        return there.label(Labels.GENERATION).equals(Long.toString(aim.generation()))
                && (!observed.runs(there, desired.templateHash()) || there.rollsOut(Rollout.State.UPDATING));
    }

    /** What does not run has nothing to lose, and passwords of another key must reach the app and its Redis together. */
    private boolean mayWait(ObservedService there, List<FieldChange> changes) {
        return observed.runs(there, there.templateHash())
                && (changes.stream().noneMatch(c -> c.path().startsWith(SECRETS))
                        || aim.desired().isOfItsKey(there, observed));
    }

    private void update(ObservedService there, ObjectNode wanted, List<FieldChange> changes, String why) {
        var spec = Adoption.merged(there, wanted);
        var drift = there.label(Labels.SPEC)
                .equals(wanted.path("Labels").path(Labels.SPEC).asText());
        if (aim.generation() > 0 && !drift) {
            spec.withObject("Labels").put(Labels.GENERATION, Long.toString(aim.generation()));
        }
        steps.add(new Step.UpdateService(there.id(), there.name(), there.version(), spec, changes, why));
    }
}
