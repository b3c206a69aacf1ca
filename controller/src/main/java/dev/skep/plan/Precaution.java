package dev.skep.plan;

import dev.skep.backup.Counters;
import dev.skep.backup.KeptBackup;
import dev.skep.backup.Occasion;
import dev.skep.desired.Desired;
import dev.skep.desired.topology.Data;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A backup before something goes that was counted in (docs/decisions/0034). Pure. */
public final class Precaution {
    private Precaution() {}

    /**
     * The same plan, with a backup before volumes go out of use for which others count from then on. What is one copy less of a
     * group that stays is not worth one.
     */
    static Plan beforeRetirement(Plan plan, Desired desired, Observed observed) {
        var volumes = plan.steps().stream()
                .flatMap(s -> s instanceof Step.RetireVolumes r ? r.written().keySet().stream() : Stream.empty())
                .filter(v -> !desired.leaving().contains(v))
                .sorted()
                .toList();
        if (volumes.isEmpty()) {
            return plan;
        }
        var occasion = Occasion.retirement(plan.name(), volumes, observed);
        // What was folded is in another's count by then.
        var counters = Counters.of(plan.name(), observed)
                .without(s -> volumes.contains(s.name()) || Data.retired(s.name(), observed));
        return counters.groups().isEmpty() || occasion.isCovered(observed)
                ? plan
                : plan.before(s -> s instanceof Step.RetireVolumes, step(occasion, counters, desired, observed));
    }

    /**
     * The same plan of a manifest that is deleted, with a backup once nobody counts any more, and before its Redis go. Where some
     * of them went before, or nobody knows what it asked for, nobody could say what was counted.
     *
     * @param counted what it asked for, as it runs
     */
    public static Plan beforeDeletion(Plan plan, Supplier<Optional<Desired>> counted, Observed observed) {
        var name = plan.name();
        var redis = plan.steps().stream()
                .flatMap(s -> removed(s, observed).stream())
                .filter(s -> s.label(Labels.COMPONENT).equals("redis"))
                .toList();
        var data = Data.volumes(name, observed);
        if (redis.isEmpty()
                || data.isEmpty()
                || data.stream().anyMatch(v -> observed.service(v).isEmpty())) {
            return plan;
        }
        var ids = redis.stream().map(ObservedService::id).sorted().toList();
        var occasion = Occasion.deletion(name, ids, observed);
        var desired = occasion.isCovered(observed) ? Optional.<Desired>empty() : counted.get();
        if (desired.isEmpty()) {
            return plan;
        }
        if (mayCount(name, observed)) {
            var first = plan.steps().stream()
                    .filter(s ->
                            removed(s, observed).filter(r -> !holdsCount(r)).isPresent())
                    .toList();
            return new Plan(name, first, plan.holds(), plan.waits())
                    .waitingFor("its Redis go once no task of the app counts any more, and a backup was taken");
        }
        var counters = Counters.of(name, observed).without(s -> Data.retired(s.name(), observed));
        return plan.before(
                s -> removed(s, observed).filter(Precaution::holdsCount).isPresent(),
                step(occasion, counters, desired.get(), observed));
    }

    /**
     * A backup before a restore.
     *
     * @param question the id of who asked for it
     */
    public static Step beforeRestore(String question, Desired desired, Observed observed) {
        var name = desired.name();
        return step(Occasion.restore(name, question, observed), Counters.of(name, observed), desired, observed);
    }

    private static Step step(Occasion occasion, Counters counters, Desired desired, Observed observed) {
        return new Step.TakeBackup(occasion, counters, desired, observed, KeptBackup.outdated(occasion, observed));
    }

    private static Optional<ObservedService> removed(Step step, Observed observed) {
        return step instanceof Step.RemoveService remove ? observed.service(remove.name()) : Optional.empty();
    }

    /** Whether a deletion is under way: what is left of it only waits until nobody counts any more. */
    public static boolean begun(String manifest, Observed observed) {
        return observed.servicesOf(manifest).stream().allMatch(Precaution::holdsCount);
    }

    /** Who says which Redis is to be believed goes no sooner than these. */
    private static boolean holdsCount(ObservedService service) {
        return List.of("redis", "sentinel").contains(service.label(Labels.COMPONENT));
    }

    /** Also a task whose service has gone: it answers what it has taken. */
    private static boolean mayCount(String manifest, Observed observed) {
        return observed.servicesOf(manifest).stream().anyMatch(s -> !holdsCount(s))
                || observed.orphans().stream()
                        .filter(t -> t.addresses().containsKey(Group.network(manifest)))
                        .anyMatch(observed::ends);
    }
}
