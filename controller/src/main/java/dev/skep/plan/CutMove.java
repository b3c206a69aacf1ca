package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.util.List;

/** What is left of a move that was cut, in a group whose data say that the sentinels elect (docs/decisions/0027). */
record CutMove(Seen seen) {
    /**
     * A move was cut, or one sentinel was not told of it: while they elect nobody, none but the controller makes a primary give up.
     * One alone that names it makes all others go back to it, for it has seen more elections; so none may elect before. Where that
     * has come about, most name one that copies another although they may elect: they would not find that strange for 20 s.
     */
    boolean shows() {
        var watching = seen.group().watching();
        var failingOver = watching.stream()
                .anyMatch(s -> s.watches().filter(b -> b.failingOver()).isPresent());
        return !failingOver
                && (watching.stream().anyMatch(s -> s.wants(Watched.NEVER))
                        ? watching.stream().anyMatch(this::namesWhoGaveUp)
                        : seen.most(watching.stream().filter(this::namesACopy).toList()));
    }

    private boolean namesWhoGaveUp(ObservedSentinel sentinel) {
        return seen.group().members().stream().anyMatch(m -> !m.primary() && sentinel.watches(Seen.address(m)));
    }

    /** Of a member that answers: who has just started copies nobody, and answers once it knows whom. */
    private boolean namesACopy(ObservedSentinel sentinel) {
        var addresses = seen.group().members().stream().map(Seen::address).toList();
        return seen.group().members().stream()
                .filter(m -> sentinel.watches(Seen.address(m)))
                .anyMatch(m -> m.following().filter(addresses::contains).isPresent());
    }

    /** To who took over, or, where nobody did, to where who knows most is promoted: to sentinels that name nobody. */
    Stage goOn(Watched watched) {
        var why = "the count was moving to another member";
        if (seen.mostSentinelsAreSilent()) {
            return Stage.waiting(why); // whoever acted now could contradict those that cannot be asked
        }
        if (seen.group().primaries().isEmpty()) {
            return Stage.doing(
                    seen.group().watching().stream()
                            .<HealStep>map(s -> new HealStep.Unwatch(s.endpoint(), watched, why))
                            .toList(),
                    why);
        }
        return seen.group()
                .primary()
                .map(p -> seen.contradiction(p)
                        .orElseGet(() -> Stage.doing(
                                List.of(new HealStep.Name(p.endpoint(), watched, seen.sentinels(), copies(p), why)),
                                why)))
                .orElseGet(() -> Stage.waiting(why));
    }

    /** Those that do not follow it yet. */
    private List<Endpoint> copies(ObservedMember primary) {
        return seen.letFollow(primary).stream().map(HealStep::to).toList();
    }
}
