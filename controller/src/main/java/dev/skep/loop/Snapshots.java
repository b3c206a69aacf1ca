package dev.skep.loop;

import dev.skep.act.Actor;
import dev.skep.desired.HealthEntry;
import dev.skep.observed.GroupReport;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedMember;
import dev.skep.plan.Reported;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks those Redis of a name that are alone, and write snapshots, whether they could, and tells. Where one cannot it runs on and
 * takes no writes, which the swarm does not know; one that writes everything ends, and one that writes nothing cannot fail.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/">stop-writes-on-bgsave-error</a>
 */
final class Snapshots {
    /** A snapshot is taken once a minute, and tried every five seconds where it failed. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private final Actor actor;

    Snapshots(Actor actor) {
        this.actor = actor;
    }

    /** Tells what is new; empty: nothing is. Of one that does not answer, what was told last holds. */
    Optional<Outcome> news(Wanted wanted, Observed observed) {
        var alone = wanted.desired().aloneWithSnapshots();
        if (alone.isEmpty()) {
            return Optional.empty();
        }
        try {
            var told = actor.members(wanted.desired(), alone, observed).stream()
                    .filter(member -> tell(wanted.name(), member, observed))
                    .toList();
            // What was told before is what was observed.
            return told.isEmpty() ? Optional.empty() : Optional.of(new Outcome.LookAgain(Duration.ZERO));
        } catch (SwarmException e) {
            return Optional.of(Healing.untold("tell how Redis is", e));
        }
    }

    /** Whether there was anything to tell. */
    private boolean tell(String name, ObservedMember member, Observed observed) {
        var before = GroupReport.ofAlone(name, member.service(), observed);
        var report = Reported.ofAlone(member, before, observed.at());
        if (before.map(report::equals).orElse(report.failing().isEmpty())) {
            return false;
        }
        actor.report(name, HealthEntry.ofAlone(name, member.service(), report), observed);
        return true;
    }

    /** What follows when all is well. */
    Outcome watch(Wanted wanted) {
        return wanted.desired().aloneWithSnapshots().isEmpty() ? new Outcome.Settled() : new Outcome.LookAgain(CALM);
    }
}
