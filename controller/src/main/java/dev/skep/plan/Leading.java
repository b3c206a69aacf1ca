package dev.skep.plan;

import static dev.skep.plan.Seen.address;

import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Stage.Allowed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What comes next for a count whose primary leads by itself, as its data say, or whose data say nothing of it
 * (docs/decisions/0017).
 *
 * @param group its name
 */
record Leading(String group, Seen seen) {
    /** Where sentinels are to elect. */
    Stage join(Watched watched) {
        return undisputed().map(p -> join(watched, p)).orElseGet(() -> ahead(watched));
    }

    /** Where it is to be the only one: all others go. */
    Stage stay(Alone alone) {
        return undisputed().map(p -> stay(alone, p)).orElseGet(() -> ahead(alone));
    }

    private Stage join(Watched watched, ObservedMember primary) {
        var alone = alone(primary);
        if (seen.crew().older().contains(primary.service())) {
            return alone.isEmpty()
                    ? Stage.waiting("the primary starts by a rule of before; it is replaced first", Allowed.RESTART)
                    : Stage.doing(alone, "the primary has to know that it leads");
        }
        var all = seen.follow(primary, watched.members()) && seen.watch(primary, watched.sentinels());
        var follow = follow(primary, Optional.of(watched));
        if (!follow.isEmpty() || !all) {
            return Stage.doing(
                    concat(alone, follow),
                    "every member has to copy the primary, and every sentinel to watch it" + seen.behind(primary));
        }
        return seen.crew().appFollows()
                ? Stage.doing(elect(primary, watched), "the sentinels are about to elect", Allowed.CHANGE_MODE)
                : Stage.doing(
                        alone, "every app task has to ask the sentinels before these may elect", Allowed.CHANGE_MODE);
    }

    private List<HealStep> elect(ObservedMember primary, Watched watched) {
        var confirm = seen.group().members().stream()
                .filter(m -> !m.fenced())
                .<HealStep>map(m -> new HealStep.Confirm(m.endpoint(), 1, "the sentinels are to elect"))
                .toList();
        var elect = new HealStep.Lead(
                primary.endpoint(),
                ObservedMember.SENTINELS,
                watched.members().size() - 1,
                "every app task waits for a second copy");
        return concat(confirm, List.of(elect));
    }

    private Stage stay(Alone alone, ObservedMember primary) {
        var steps = concat(alone(primary), follow(primary, seen.crew().watched(group)));
        var members = seen.crew().members();
        var others = !seen.crew().sentinels().isEmpty() || members.stream().anyMatch(m -> !m.equals(alone.member()));
        if (!others) {
            return Stage.calm(steps);
        }
        if (!steps.isEmpty()) {
            return Stage.doing(steps, "the others follow the primary until they go");
        }
        if (primary.rewrites()) {
            return Stage.waiting(
                    "its append-only file is written anew; until then it is not on its disk what it copied");
        }
        if (!seen.crew().appFollows()) {
            return seen.crew().sentinels().isEmpty()
                    ? Stage.waiting(
                            "every app task has to be as the manifest says before the count moves", Allowed.CHANGE_MODE)
                    : letTheAppFollow(primary);
        }
        return primary.service().equals(alone.member())
                ? Stage.waiting("what is not wanted any more goes", Allowed.CHANGE_MODE, Allowed.RETIRE)
                : handOver(primary, alone.member());
    }

    /** From then on no answer waits for a copy: none may come back and not know who leads. */
    private Stage letTheAppFollow(ObservedMember primary) {
        return seen.informed(primary, primary.service())
                ? Stage.waiting("every app task has to ask Redis itself before the sentinels go", Allowed.CHANGE_MODE)
                : seen.inform(primary, primary.service());
    }

    private Stage handOver(ObservedMember primary, String to) {
        if (!primary.persists()) {
            return Stage.waiting(
                    "%s cannot write to its disk, and hands nothing over before it can: see to the disk of its node"
                            .formatted(primary.service()),
                    Allowed.CHANGE_MODE);
        }
        var wait = "the count is handed over to " + to;
        return seen.group().members().stream()
                .filter(m -> m.service().equals(to) && m.follows(address(primary)) && !m.rewrites() && m.persists())
                .findFirst()
                .map(m -> Stage.doing(
                        List.of(new HealStep.HandOver(primary.endpoint(), m.endpoint(), "it stays, and the others go")),
                        wait,
                        Allowed.CHANGE_MODE))
                .orElseGet(() -> Stage.waiting(wait + ", once it has all", Allowed.CHANGE_MODE));
    }

    /** It takes writes without a copy, and starts again as the primary. */
    private static List<HealStep> alone(ObservedMember primary) {
        var knows = primary.settled() && primary.leadsByItself();
        return Stream.concat(
                        Stream.<HealStep>of(new HealStep.Confirm(primary.endpoint(), 0, "it leads by itself"))
                                .filter(_ -> primary.fenced()),
                        Stream.of(Seen.lead(primary, 0)).filter(_ -> !knows))
                .toList();
    }

    /** The primary, unless one that does not follow it knows more: whoever follows forgets what the primary has not. */
    private Optional<ObservedMember> undisputed() {
        return seen.primary().filter(p -> seen.group().whoKnowsMoreThan(p).isEmpty());
    }

    private Stage ahead(Kept wanted) {
        return seen.primary().flatMap(seen::contradiction).orElseGet(() -> new Promoting(group, seen, wanted).stage());
    }

    /** All follow the primary, and who watches tells where it is, but elects nobody. */
    private List<HealStep> follow(ObservedMember primary, Optional<Watched> watched) {
        var monitor = watched.stream()
                .flatMap(w -> seen.group().sentinels().stream()
                        .filter(s -> !s.watches(address(primary)) || !s.wants(Watched.NEVER))
                        .<HealStep>map(s -> new HealStep.Monitor(
                                s.endpoint(), primary.endpoint(), w.electingNobody(), "it does not yet")))
                .toList();
        return concat(seen.letFollow(primary), monitor);
    }

    private static List<HealStep> concat(List<HealStep> first, List<HealStep> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
