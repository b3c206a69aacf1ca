package dev.skep.loop;

import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.Json;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Problem;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.Precaution;
import dev.skep.plan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes of the names that no manifest asks for any more. A manifest that vanishes alone is a wish; a folder that is
 * empty, unreadable or half-written, and many that vanish at once, are more often a mistake (docs/decisions/0016).
 */
public final class Deletions {
    /** A config of this component and of a manifest's name says that a person wants it deleted. */
    public static final String CONFIRM_DELETE = "confirm-delete";

    /** Owns the one config that names those that vanished with many others: they are held until a person acts. */
    public static final String HELD = ControllerService.RESERVED + "-deletion-held";

    /** So many manifests may vanish at once before a person is asked. */
    static final int AT_ONCE = 5;

    private static final String TOGETHER =
            "more than %d manifests vanished at once, or all that there were".formatted(AT_ONCE);

    private final FolderResult folder;
    private final Observed observed;
    private final Set<String> held;

    private Deletions(FolderResult folder, Observed observed, Set<String> held) {
        this.folder = folder;
        this.observed = observed;
        this.held = held;
    }

    /**
     * Counts those that would go at once: what a person confirmed does not count, nor what is going already. Where no
     * manifest is left all are held, however few: whoever then puts them back begins with one.
     *
     * @param held before, and from now on
     */
    static Deletions of(FolderResult folder, Observed observed, Held held) {
        var vanished = Wanted.madeFor(observed);
        vanished.removeAll(Wanted.askedFor(folder));
        var remembered = remembered(observed);
        vanished.removeIf(name -> confirmed(name, observed)
                || observed.servicesOf(name).isEmpty()
                || (Precaution.begun(name, observed) && !remembered.contains(name)));
        if (vanished.size() <= AT_ONCE && !empty(folder)) {
            vanished.retainAll(held.with(remembered));
        }
        held.are(vanished, remembered);
        return new Deletions(folder, observed, vanished);
    }

    private static boolean empty(FolderResult folder) {
        return switch (folder) {
            case FolderResult.Unreadable _ -> true;
            case FolderResult.Readable(var result) ->
                result.manifests().isEmpty() && result.problems().isEmpty();
        };
    }

    /** What keeps {@link #HELD} as it should be has something to look at. */
    static boolean concern(FolderResult folder, Observed observed) {
        return observed.owners().contains(HELD) || !Wanted.askedFor(folder).containsAll(Wanted.madeFor(observed));
    }

    Plan plan(String name) {
        var nothing = Desired.nothing(name);
        if (confirmed(name, observed)) {
            return confirmationLast(Planner.plan(nothing, observed, "deletion confirmed by skep confirm-delete"));
        }
        return whyNot(name)
                .map(hold -> Plan.held(name, hold))
                .orElseGet(() -> Planner.plan(nothing, observed, "no manifest asks for it any more"));
    }

    /**
     * All that is held, in one config: when some of the many are confirmed or put back, the others are few, and still nobody
     * said that they shall go. A config a name would be written one after the other, and whoever is stopped between two
     * of them would forget the rest.
     */
    Wanted memory() {
        var names = String.join(" ", held);
        var labels = Map.of(Labels.NAME, HELD, Labels.COMPONENT, HELD, Labels.HELD, names);
        var configs = held.isEmpty()
                ? List.<DesiredConfig>of()
                : List.of(new DesiredConfig(HELD + "-" + Json.hash(names), labels, names));
        var desired = new Desired(HELD, List.of(), configs, List.of(), List.of(), Optional.empty());
        return Wanted.unasked(desired, Planner.plan(desired, observed, TOGETHER));
    }

    private static Set<String> remembered(Observed observed) {
        return observed.configsOf(HELD).stream()
                .flatMap(c -> Stream.of(c.labels().getOrDefault(Labels.HELD, "").split(" ")))
                .collect(Collectors.toSet());
    }

    private Optional<Hold> whyNot(String name) {
        return whyNone(folder, name)
                .or(() -> held.contains(name)
                        ? Optional.of(unlessConfirmed(
                                name, "%s, and %s was among them; put it back".formatted(TOGETHER, name)))
                        : Optional.empty());
    }

    /** Why nothing at all is deleted, said of one of them. */
    private static Optional<Hold> whyNone(FolderResult folder, String name) {
        return switch (folder) {
            case FolderResult.Unreadable(var why) ->
                Optional.of(unlessConfirmed(name, "no manifest asks for %s, but %s; mend that".formatted(name, why)));
            // The error is most likely in the very manifest that is missed: nobody is to think of a deletion.
            case FolderResult.Readable(var result)
            when !result.problems().isEmpty() ->
                Optional.of(new Hold(
                        "ManifestRefused",
                        "no valid manifest asks for %s, but there are errors: %s; it runs on as it is until you mend them"
                                .formatted(name, first(result.problems()))));
            case FolderResult.Readable(var result)
            when result.manifests().isEmpty() ->
                Optional.of(unlessConfirmed(name, "no manifest is left in the folder; put %s back".formatted(name)));
            case FolderResult.Readable _ -> Optional.empty();
        };
    }

    private static Hold unlessConfirmed(String name, String why) {
        return new Hold("DeletionHeld", why + ", or confirm: skep confirm-delete " + name);
    }

    private static boolean confirmed(String name, Observed observed) {
        return observed.configsOf(name).stream().anyMatch(Deletions::confirms);
    }

    private static boolean confirms(ObservedResource config) {
        return CONFIRM_DELETE.equals(config.labels().get(Labels.COMPONENT));
    }

    private static String first(List<Problem> problems) {
        return problems.getFirst() + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "");
    }

    /** Whoever goes on after a crash must find it as long as anything is left to delete. */
    private static Plan confirmationLast(Plan plan) {
        var steps = new ArrayList<>(plan.steps());
        steps.sort(Comparator.comparing(step -> step instanceof Step.RemoveConfig remove && confirms(remove.config())));
        return new Plan(plan.name(), steps, plan.holds(), plan.waits());
    }
}
