package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedMember;
import java.util.List;

/**
 * What comes next for a count whose data say that the sentinels elect (docs/decisions/0017).
 *
 * @param group its name
 */
record Electing(String group, Seen seen) {
    /** Whether a sentinel may elect. */
    static boolean any(Seen seen) {
        return seen.group().watching().stream().anyMatch(s -> !s.wants(Watched.NEVER));
    }

    /** Where they are to: that they elect must be among the data of every copy before they are let do so. */
    Stage on(Watched watched) {
        var untold = seen.group().primary().filter(p -> !seen.informed(p, ObservedMember.SENTINELS));
        var heal = Healer.heal(watched, seen.group());
        var held = seen.group().watching().stream().anyMatch(s -> s.wants(Watched.NEVER));
        if (untold.isPresent() && !any(seen) && (held || seen.allFollow(untold.get()))) {
            return seen.inform(untold.get(), ObservedMember.SENTINELS);
        }
        if (held) {
            return Stage.doing(heal, "the sentinels are about to elect", Stage.Allowed.CHANGE_MODE);
        }
        var told = untold.filter(p -> heal.isEmpty() && seen.allFollow(p))
                .map(p -> seen.tell(p, ObservedMember.SENTINELS));
        return Stage.calm(told.map(List::of).orElse(heal));
    }

    /** Where one Redis is to lead by itself: first the sentinels stop, in calm; then the data say who leads. */
    Stage down() {
        var now = seen.crew().watched(group);
        if (now.isEmpty()) {
            return Stage.waiting("its data say that sentinels elect, and there are none: write mode sentinel again");
        }
        var wait = "the sentinels still elect; they stop once the group is healthy";
        var primary = seen.group().primary().filter(seen::calm);
        if (primary.isEmpty()) {
            return Stage.doing(
                    Healer.heal(now.get(), seen.group()),
                    wait + seen.group().primary().map(seen::behind).orElse(""));
        }
        var elect = electNobody("the primary is to lead by itself");
        return elect.isEmpty()
                ? Stage.doing(
                        List.of(Seen.lead(primary.get(), seen.crew().members().size() - 1)), wait)
                : Stage.doing(elect, wait);
    }

    /** To all sentinels that may elect. */
    List<HealStep> electNobody(String why) {
        return seen.group().watching().stream()
                .filter(s -> !s.wants(Watched.NEVER))
                .<HealStep>map(s -> new HealStep.Agree(s.endpoint(), group, Watched.NEVER, why))
                .toList();
    }
}
