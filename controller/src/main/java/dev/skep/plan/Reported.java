package dev.skep.plan;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Copy;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.GroupReport.Watcher;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedSentinel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** From how a group is to what is told of it. Pure: a line that did not hold before keeps its time. */
public final class Reported {
    /** A lag is told in steps, so that a report holds while a replica is copying. */
    private static final long STEP = 1 << 20;

    private final ObservedGroup group;

    private Reported(ObservedGroup group) {
        this.group = group;
    }

    /** What to tell, given what was told before. */
    public static GroupReport of(Watched wanted, ObservedGroup group, Optional<GroupReport> before, Instant now) {
        var reported = new Reported(group);
        return new GroupReport(
                group.primary().map(p -> p.endpoint().service()).orElse(""),
                group.members().stream()
                        .filter(m -> group.primary().filter(m::equals).isEmpty())
                        .map(reported::copy)
                        .toList(),
                group.sentinels().stream().map(reported::watcher).toList(),
                Health.failing(wanted, group).stream()
                        .map(h -> line(h, h.doing(), before, now))
                        .toList());
    }

    /** What to tell of one that is alone in its group, given what was told before. */
    public static GroupReport ofAlone(ObservedMember member, Optional<GroupReport> before, Instant now) {
        var doing = "nothing: see to the disk of the node of %s, and to its log".formatted(member.service());
        var failing = member.persists() ? List.<Line>of() : List.of(line(Health.ALL_PERSIST, doing, before, now));
        return new GroupReport(member.service(), List.of(), List.of(), failing);
    }

    private Copy copy(ObservedMember member) {
        var linked = group.primary()
                .filter(p -> member.follows(p.endpoint().address()))
                .isPresent();
        return new Copy(member.endpoint().service(), linked, step(group.lagOf(member)));
    }

    /** The first doubling of a step that is more. */
    private static long step(long lag) {
        return lag < STEP ? STEP : Long.highestOneBit(lag) << 1;
    }

    private Watcher watcher(ObservedSentinel sentinel) {
        return new Watcher(
                sentinel.endpoint().service(),
                sentinel.watches().map(b -> service(b.primary())).orElse(""));
    }

    private String service(String address) {
        return group.members().stream()
                .filter(m -> m.endpoint().address().equals(address))
                .map(m -> m.endpoint().service())
                .findFirst()
                .orElse(address);
    }

    private static Line line(Health health, String doing, Optional<GroupReport> before, Instant now) {
        var since = before.stream()
                .flatMap(b -> b.failing().stream())
                .filter(l -> l.name().equals(health.word()))
                .map(Line::since)
                .findFirst()
                .orElse(now.toString());
        return new Line(health.word(), health.words(), since, doing);
    }
}
