package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.topology.Group;
import dev.skep.observed.Run;
import dev.skep.plan.Stage.Allowed;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The counters that nobody is to count in any more: what they counted becomes part of another's count, and then they go. */
record Leavers(Desired desired, Runs runs, Slots slots) {
    /** Their services. */
    Set<String> services() {
        return all().stream().map(DesiredService::name).collect(Collectors.toSet());
    }

    private List<DesiredService> all() {
        return Folding.leaving(desired, slots.observed());
    }

    /** Where all others are as they should be; tasks may be added meanwhile, for nobody counts in these. */
    Stage stage() {
        var all = all();
        if (all.isEmpty()) {
            return Stage.calm(List.of());
        }
        return new Stage(close(all), Optional.of(wait(all)), EnumSet.allOf(Allowed.class), Optional.empty(), gone(all));
    }

    private List<HealStep> close(List<DesiredService> all) {
        if (hindrance(all).isPresent()) {
            return List.of();
        }
        return all.stream()
                .flatMap(s -> runs.at(Folding.address(desired, s)).stream())
                .filter(s -> s.run().filter(r -> r.state() == Run.State.OPEN).isPresent())
                .<HealStep>map(s -> new HealStep.Close(
                        s.endpoint(), s.run().orElseThrow(), home(), "no task of the app counts there any more"))
                .toList();
    }

    private String home() {
        return Folding.address(desired, taker());
    }

    /** The first of those that the app is to count in: it is always wanted. */
    private DesiredService taker() {
        return desired.counters().stream()
                .filter(desired::ofMode)
                .filter(s -> !Group.shard(s.group()) || Group.slot(s.group()) == 1)
                .findFirst()
                .orElseThrow();
    }

    /** Nobody reads them, nor needs them for a sum: all that could say otherwise were asked. */
    private Set<String> gone(List<DesiredService> all) {
        return runs.whole()
                ? all.stream()
                        .map(DesiredService::name)
                        .filter(s -> runs.answered()
                                .get(s)
                                .run()
                                .filter(this::folded)
                                .isPresent())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private boolean folded(Run run) {
        return run.state() == Run.State.CLOSED && runs.taken(run) && !runs.listed(run);
    }

    private String wait(List<DesiredService> all) {
        var names = all.stream().map(DesiredService::name).collect(Collectors.joining(", "));
        var what = "what was counted in %s is added to %s, and then they go".formatted(names, taker().name());
        return hindrance(all).map(why -> what + ", once " + why).orElse(what);
    }

    private Optional<String> hindrance(List<DesiredService> all) {
        if (!runs.whole()) {
            return Optional.of("these answer: " + String.join(", ", runs.silent()));
        }
        if (!slots.asWanted() || !all.stream().allMatch(slots::free)) {
            return Optional.of("every task of the app is as the manifest says");
        }
        return slots.asked() ? Optional.of("the backup or the restore is done") : Optional.empty();
    }
}
