package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Listed;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import dev.skep.plan.Stage.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What comes next so that a sum has in it each count of a manifest that has several (docs/decisions/0028). Whom it consists
 * of stands in each group: nobody counts in a new one before all that answer know of it, and what was counted in one that is
 * of no use any more is in another's counter before a list leaves it out.
 */
public final class Folding {
    private static final Allowed[] BUT_MORE_TASKS = {Allowed.CHANGE_MODE, Allowed.RETIRE, Allowed.RESTART};

    private final Desired desired;
    private final Runs runs;
    private final Leavers leavers;

    private Folding(Desired desired, Observed observed, List<ObservedShare> shares) {
        var answered = shares.stream().collect(Collectors.toMap(ObservedShare::service, Function.identity()));
        this.desired = desired;
        this.runs = new Runs(byAddress(desired), new TreeMap<>(answered));
        this.leavers = new Leavers(desired, runs, new Slots(desired, observed));
    }

    /** The services of the counters that are wanted, or are still there. */
    public static List<String> counters(Desired desired) {
        return List.copyOf(byAddress(desired).values());
    }

    /** Whether all is as it should be, and all answer: then nothing of it changes before one of them starts anew. */
    public static boolean settled(Desired desired, Observed observed, List<ObservedShare> shares) {
        return shares.size() == counters(desired).size()
                && of(desired, observed, Optional.of(shares)).equals(Stage.calm(List.of()));
    }

    /** Whether something is to change: more of the app are to count than do, or it is to be made; or a counter is to go. */
    public static boolean due(Desired desired, Observed observed) {
        return desired.app().stream().anyMatch(s -> observed.service(s.name())
                        .filter(there -> observed.wanted(there) >= observed.wanted(s.spec()))
                        .isEmpty())
                || !leaving(desired, observed).isEmpty();
    }

    /** The counters that nobody is to count in any more. */
    static List<DesiredService> leaving(Desired desired, Observed observed) {
        var slots = new Slots(desired, observed);
        return desired.counters().stream().filter(slots::leaves).toList();
    }

    /**
     * Where none was asked nothing is known to be wrong: whoever does what is planned asks first. But where the mode changes no task
     * counts elsewhere before that.
     *
     * @param shares those that answered, where they were asked
     */
    static Stage of(Desired desired, Observed observed, Optional<List<ObservedShare>> shares) {
        return shares.filter(_ -> !desired.counters().isEmpty())
                .map(s -> new Folding(desired, observed, s).stage())
                .orElseGet(() -> desired.crossing()
                        ? Stage.waiting(
                                "the counts are added up by the controller, which alone reaches Redis", Allowed.RESTART)
                        : Stage.calm(List.of()));
    }

    private static SortedMap<String, String> byAddress(Desired desired) {
        return desired.counters().stream()
                .collect(Collectors.toMap(
                        s -> address(desired, s), DesiredService::name, (one, _) -> one, TreeMap::new));
    }

    /** Where a counter's Redis answers. */
    static String address(Desired desired, DesiredService counter) {
        return Group.address(desired.name() + "-" + counter.group());
    }

    private Stage stage() {
        if (runs.answered().isEmpty() && !desired.crossing()) {
            return new Stage(List.of(), Optional.empty(), Set.of(BUT_MORE_TASKS));
        }
        return take().or(this::admit)
                .or(this::list)
                .or(this::untaken)
                .or(this::unheard)
                .or(this::silent)
                .orElseGet(leavers::stage);
    }

    /** What may be done to the services before all know of all: where the mode changes no task counts elsewhere before. */
    private Allowed[] meanwhile() {
        return desired.crossing() ? new Allowed[] {Allowed.RESTART} : BUT_MORE_TASKS;
    }

    /** A closed run is taken by whom it says, whatever is wanted by now; one that was taken is closed. */
    private Optional<Stage> take() {
        var steps = new ArrayList<HealStep>();
        for (var share : runs.answered().values()) {
            var run = share.run();
            if (run.isPresent() && runs.whole()) {
                toTake(share, run.get()).ifPresent(steps::add);
            }
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(Stage.doing(steps, "what was counted is added up", meanwhile()));
    }

    private Optional<HealStep> toTake(ObservedShare share, Run run) {
        return switch (run.state()) {
            // It has lost the end of its file.
            case OPEN ->
                runs.takenBy(run)
                        .map(by ->
                                new HealStep.Close(share.endpoint(), run, by, "another has what it counted already"));
            case CLOSED ->
                runs.at(run.into()).filter(_ -> !runs.taken(run)).flatMap(by -> by.run()
                        .filter(r -> r.state() == Run.State.OPEN)
                        .map(r -> new HealStep.Take(
                                by.endpoint(), r, share.endpoint(), run, "nobody counts there any more")));
        };
    }

    /**
     * One that was closed counts anew, from 0, once it is wanted again. A task may be there already, where a command to close it came
     * late: so it is not taken off the lists first, and who adds up waits from then on until they have the new run.
     */
    private Optional<Stage> admit() {
        var steps = runs.answered().values().stream()
                .filter(s -> s.run().isEmpty() || again(s, s.run().get()))
                .<HealStep>map(s -> new HealStep.Admit(
                        s.endpoint(),
                        s.run(),
                        s.run().isEmpty()
                                ? "it counts, and nobody could say it yet"
                                : "it is to count again, and what it had counted is in another's count"))
                .toList();
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(Stage.doing(steps, "each shard has to be told apart before a sum is told", meanwhile()));
    }

    private boolean again(ObservedShare share, Run run) {
        return run.state() == Run.State.CLOSED
                && runs.taken(run)
                && !leavers.services().contains(share.service());
    }

    private Optional<Stage> list() {
        var births = runs.births(leavers.services());
        var unknown = unknown(runs.shards().keySet().stream());
        if (!unknown.isEmpty() && runs.newest().isEmpty()) {
            return Optional.of(waiting("these do not answer", unknown));
        }
        var next = new Listed(runs.newest().map(l -> l.number() + 1).orElse(1L), births);
        var steps = runs.answered().values().stream()
                .filter(s -> s.listed().filter(l -> l.births().equals(births)).isEmpty())
                .<HealStep>map(s -> new HealStep.ListGroups(s.endpoint(), next, "it does not know it"))
                .toList();
        return steps.isEmpty() || births.isEmpty()
                ? Optional.empty()
                : Optional.of(Stage.doing(steps, "every shard has to know whom a sum consists of", meanwhile()));
    }

    /** Somebody who does not answer may have taken it. */
    private Optional<Stage> untaken() {
        var closed = runs.answered().values().stream()
                .filter(s -> s.run()
                        .filter(r -> r.state() == Run.State.CLOSED && !runs.taken(r))
                        .isPresent())
                .map(ObservedShare::service)
                .collect(Collectors.joining(", "));
        return closed.isEmpty()
                ? Optional.empty()
                : Optional.of(Stage.waiting(
                        "what was counted in %s is added to another count once these answer: %s"
                                .formatted(closed, String.join(", ", runs.silent())),
                        meanwhile()));
    }

    /** Where the mode changes tasks of before tell sums until the last of them has ended: so each must have been told of all. */
    private Optional<Stage> silent() {
        return desired.crossing() && !runs.whole()
                ? Optional.of(Stage.waiting(
                        "every counter has to know whom a sum consists of; these do not answer: "
                                + String.join(", ", runs.silent()),
                        meanwhile()))
                : Optional.empty();
    }

    /** Who is to go, does not answer and is on no list is waited for by nobody else. */
    private Optional<Stage> unheard() {
        var unknown = unknown(runs.shards().entrySet().stream()
                .filter(s -> !leavers.services().contains(s.getValue()))
                .map(Map.Entry::getKey));
        return unknown.isEmpty() ? Optional.empty() : Optional.of(waiting("these do not answer yet", unknown));
    }

    private List<String> unknown(Stream<String> addresses) {
        return addresses.filter(a -> runs.birth(a).isEmpty()).toList();
    }

    private Stage waiting(String why, List<String> addresses) {
        var services =
                addresses.stream().map(address -> runs.shards().get(address)).collect(Collectors.joining(", "));
        return Stage.waiting("every shard has to know whom a sum consists of; " + why + ": " + services, meanwhile());
    }
}
