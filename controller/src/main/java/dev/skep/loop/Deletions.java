package dev.skep.loop;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Problem;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the names that no manifest asks for any more. A manifest that vanishes alone is a wish; a folder that is
 * empty, unreadable or half-written, and many that vanish at once, are more often a mistake (docs/decisions/0016).
 */
public final class Deletions {
    /** A config of this component and of a manifest's name says that a person wants it deleted. */
    public static final String CONFIRM_DELETE = "confirm-delete";

    /** A config of this component says that the name vanished with many others: it is held until a person acts. */
    static final String HELD = "deletion-held";

    /** So many manifests may vanish at once before a person is asked. */
    static final int AT_ONCE = 5;

    private final FolderResult folder;
    private final Observed observed;
    private final long vanished;

    private Deletions(FolderResult folder, Observed observed, long vanished) {
        this.folder = folder;
        this.observed = observed;
        this.vanished = vanished;
    }

    /** Counts those that would go at once: what a person confirmed does not count, nor of what no service is left. */
    static Deletions of(FolderResult folder, Observed observed) {
        var vanished = Wanted.madeFor(observed);
        vanished.removeAll(Wanted.askedFor(folder));
        vanished.removeIf(name -> observed.servicesOf(name).isEmpty() || confirmed(name, observed));
        return new Deletions(folder, observed, vanished.size());
    }

    Plan plan(String name) {
        var nothing = Desired.nothing(name);
        if (confirmed(name, observed)) {
            return confirmationLast(Planner.plan(nothing, observed, "deletion confirmed by skep confirm-delete"));
        }
        var confirm = ", or confirm: skep confirm-delete " + name;
        return whyNot(name)
                .map(why -> Plan.held(name, held(why + confirm)))
                .or(() -> tooMany(name)
                        .map(why -> Plan.held(name, held(why + confirm)).after(remembered(name))))
                .orElseGet(() -> Planner.plan(nothing, observed, "no manifest asks for it any more"));
    }

    private static Hold held(String why) {
        return new Hold("DeletionHeld", why);
    }

    private Optional<String> whyNot(String name) {
        return switch (folder) {
            case FolderResult.Unreadable(var why) ->
                Optional.of("no manifest asks for %s, but %s; mend that".formatted(name, why));
            case FolderResult.Readable(var result)
            when !result.problems().isEmpty() ->
                Optional.of("no valid manifest asks for %s, but there are errors: %s; mend them"
                        .formatted(name, first(result.problems())));
            case FolderResult.Readable(var result)
            when result.manifests().isEmpty() ->
                Optional.of("no manifest is left in the folder; put %s back".formatted(name));
            case FolderResult.Readable _ -> Optional.empty();
        };
    }

    private Optional<String> tooMany(String name) {
        if (observed.servicesOf(name).isEmpty() || (vanished <= AT_ONCE && !remembers(name))) {
            return Optional.empty();
        }
        return Optional.of(
                "more than %d manifests vanished at once, and %s was among them; put it back".formatted(AT_ONCE, name));
    }

    /** When some of the many are confirmed or put back, the others are few, and still nobody said that they shall go. */
    private List<Step> remembered(String name) {
        if (remembers(name)) {
            return List.of();
        }
        var labels = Map.of(Labels.NAME, name, Labels.COMPONENT, HELD);
        var mark = new DesiredConfig("skep-" + HELD + "-" + name, labels, name);
        return List.of(new Step.CreateConfig(mark, "more than %d manifests vanished at once".formatted(AT_ONCE)));
    }

    private boolean remembers(String name) {
        return observed.configsOf(name).stream().anyMatch(c -> is(HELD, c));
    }

    private static boolean confirmed(String name, Observed observed) {
        return observed.configsOf(name).stream().anyMatch(c -> is(CONFIRM_DELETE, c));
    }

    private static boolean is(String component, ObservedResource config) {
        return component.equals(config.labels().get(Labels.COMPONENT));
    }

    private static String first(List<Problem> problems) {
        return problems.getFirst() + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : "");
    }

    /** Whoever goes on after a crash must find it as long as anything is left to delete. */
    private static Plan confirmationLast(Plan plan) {
        var steps = new ArrayList<>(plan.steps());
        steps.sort(Comparator.comparing(
                step -> step instanceof Step.RemoveConfig remove && is(CONFIRM_DELETE, remove.config())));
        return new Plan(plan.name(), steps, plan.holds(), plan.waits());
    }
}
