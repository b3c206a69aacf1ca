package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.ObservedMember;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * Where they are to: that they elect must be among the data of every copy that is there before they are let do so. Who is not
     * there is not waited for: at its start its data let it lead by itself only where no sentinel answers, and they name itself.
     */
    Stage on(Watched watched) {
        var cut = new CutMove(seen);
        if (cut.shows()) {
            return cut.goOn(watched);
        }
        var untold = seen.group().primary().filter(p -> !seen.informed(p, ObservedMember.SENTINELS));
        var heal = Healer.heal(watched, seen.group());
        var held = seen.group().watching().stream().anyMatch(s -> s.wants(Watched.NEVER));
        var ignorant = untold.filter(p -> !seen.allSay(p, ObservedMember.SENTINELS));
        if (ignorant.isPresent() && !any(seen) && (held || seen.allFollow(ignorant.get()))) {
            return seen.inform(ignorant.get(), ObservedMember.SENTINELS);
        }
        return move(watched)
                .orElseGet(() -> held
                        ? Stage.doing(heal, "the sentinels are about to elect", Stage.Allowed.CHANGE_MODE)
                        : new Departing(watched, seen)
                                .stage(untold.filter(p -> heal.isEmpty() && seen.allFollow(p))
                                        .map(p -> List.of(seen.tell(p, ObservedMember.SENTINELS)))
                                        .orElse(heal)));
    }

    /**
     * Whether sentinels that are to elect do not: a move is under way or was cut, and none but the controller ends it. Where most of
     * them cannot be asked this is not known.
     */
    boolean pending() {
        var watching = seen.group().watching();
        return !seen.mostSentinelsAreSilent()
                && (!seen.most(watching)
                        || watching.stream().anyMatch(s -> s.wants(Watched.NEVER))
                        || new CutMove(seen).shows());
    }

    /**
     * Away from a primary that is to be replaced, or to go, once all others are as wanted, and from one that is about to end: the
     * sentinels stop, for they would take one that gives up for a dead one; then the count is handed over. That they elect stays among
     * the data: whatever is lost meanwhile is healed as where nothing moves.
     */
    private Optional<Stage> move(Watched watched) {
        return seen.group()
                .primary()
                .filter(p -> p.persists() && p.fenced() && seen.allSay(p, ObservedMember.SENTINELS))
                .filter(p -> seen.primaryEnds() ? seen.calmWhereTheyStay(p) : gives(p) && seen.calm(p))
                .flatMap(p -> target(p).map(to -> move(watched, p, to)));
    }

    /** What Swarm ends waits for no app task, and for no other to be as wanted. */
    private boolean gives(ObservedMember primary) {
        var crew = seen.crew();
        return crew.unwelcome().isEmpty()
                ? crew.leaving().contains(primary.service()) && crew.othersRun()
                : crew.unwelcome().equals(List.of(primary.service())) && crew.appFollows();
    }

    private Optional<ObservedMember> target(ObservedMember primary) {
        // Who is replaced, or goes, is so after that very one.
        return seen.moves()
                .limit(seen.primaryEnds() ? Long.MAX_VALUE : 1)
                .flatMap(m -> ready(m.to(), primary))
                .findFirst();
    }

    private Stream<ObservedMember> ready(String member, ObservedMember primary) {
        return seen.group().members().stream()
                .filter(m -> m.service().equals(member))
                .filter(m -> m.follows(Seen.address(primary)) && !m.rewrites() && m.fenced())
                .filter(seen::catchesUp);
    }

    private Stage move(Watched watched, ObservedMember primary, ObservedMember to) {
        var elect = electNobody("the count moves to another member");
        var wait = new Move(primary.service(), to.service()).words();
        return Stage.doing(elect.isEmpty() ? List.of(handOver(watched, primary, to)) : elect, wait);
    }

    private HealStep handOver(Watched watched, ObservedMember primary, ObservedMember to) {
        return new HealStep.Move(
                primary.endpoint(),
                to.endpoint(),
                watched,
                seen.sentinels(),
                seen.group().members().stream()
                        .filter(m -> !m.equals(primary) && !m.equals(to))
                        .map(ObservedMember::endpoint)
                        .toList(),
                seen.primaryEnds()
                        ? "it is about to end, and another leads then"
                        : "it is replaced next, or goes, and another leads then");
    }

    /** Where one Redis is to lead by itself: first the sentinels stop, in calm; then the data say who leads. */
    Stage down() {
        var now = seen.crew().watched(group);
        if (now.isEmpty()) {
            return Stage.waiting("its data say that sentinels elect, and there are none: write mode sentinel again");
        }
        var cut = new CutMove(seen);
        if (cut.shows()) {
            return cut.goOn(now.get());
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
