package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Copy;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.GroupReport.Watcher;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a group. */
final class ReportedTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final long MIB = 1 << 20;

    @Test
    void aHealthyGroupHasItsPrimaryItsReplicasAndItsSentinels() {
        assertEquals(
                new GroupReport(
                        "m1",
                        List.of(new Copy("m2", true, MIB), new Copy("m3", true, MIB)),
                        List.of(new Watcher("s1", "m1"), new Watcher("s2", "m1"), new Watcher("s3", "m1")),
                        List.of()),
                report(GroupView.healthy(), Optional.empty(), NOW));
    }

    @Test
    void aLineThatDoesNotHoldKeepsItsTimeUntilItHolds() {
        var full = GroupView.healthy().cannotWrite("m2");
        var first = report(full, Optional.empty(), NOW);
        assertEquals("AllPersist", first.failing().getFirst().name());
        assertEquals(NOW, first.failing().getFirst().sinceAt());

        var later = NOW.plus(Duration.ofMinutes(5));
        assertEquals(first, report(full, Optional.of(first), later), "nothing is to be told anew");

        var worse = report(full.silent("m3"), Optional.of(first), later);
        assertEquals(
                List.of("AllMembersAnswer 2030-01-01T00:05:00Z", "AllPersist 2030-01-01T00:00:00Z"),
                worse.failing().stream()
                        .filter(l -> l.name().matches("AllMembersAnswer|AllPersist"))
                        .map(l -> l.name() + " " + l.since())
                        .toList());
        assertEquals(
                List.of(),
                report(GroupView.healthy(), Optional.of(worse), later).failing());
    }

    @Test
    void withTwoPrimariesNoneIsNamed() {
        var report = report(GroupView.healthy().member("m2", new Primary()), Optional.empty(), NOW);
        assertEquals("", report.primary());
        assertEquals("OnePrimary", report.failing().getFirst().name());
    }

    @Test
    void aSentinelThatWatchesNobodyOfTheGroupIsToldByTheAddress() {
        var report = report(
                GroupView.healthy()
                        .watchesNothing("s1")
                        .allBelieve(b -> new dev.skep.observed.ObservedSentinel.Belief(
                                "10.0.0.9", false, false, b.replicas(), b.replicasUp(), b.sentinels(), true, 2)),
                Optional.empty(),
                NOW);
        assertEquals(
                List.of("", "10.0.0.9", "10.0.0.9"),
                report.sentinels().stream().map(Watcher::watches).toList());
    }

    @Test
    void aLagIsToldInDoublingStepsSoThatAReportHoldsWhileItChanges() {
        assertEquals(MIB, lag(0));
        assertEquals(MIB, lag(MIB - 1));
        assertEquals(2 * MIB, lag(MIB));
        assertEquals(4 * MIB, lag(2 * MIB));
        assertEquals(4 * MIB, lag(4 * MIB - 1));
        assertEquals(MIB, lag(-5), "a replica that was asked later may know more");
    }

    @Test
    void oneThatIsAloneAndCannotSaveIsToldOfByName() {
        var alone = GroupView.healthy().observed().members().getFirst();
        assertEquals(
                new GroupReport("m1", List.of(), List.of(), List.of()), Reported.ofAlone(alone, Optional.empty(), NOW));
        var full = GroupView.healthy().cannotWrite("m1").observed().members().getFirst();
        var first = Reported.ofAlone(full, Optional.empty(), NOW);
        assertEquals(
                List.of(new Line(
                        "AllPersist",
                        "what is counted reaches the disk",
                        "2030-01-01T00:00:00Z",
                        "nothing: see to the disk of the node of m1, and to its log")),
                first.failing());
        assertEquals(first, Reported.ofAlone(full, Optional.of(first), NOW.plus(Duration.ofMinutes(5))));
    }

    @Test
    void whatIsWrittenIsRead() {
        var report = report(GroupView.healthy().silent("m3"), Optional.empty(), NOW);
        assertEquals(report, GroupReport.parse("incr-health", report.text()));
    }

    private static long lag(long bytes) {
        var view = GroupView.healthy()
                .member("m1", new Primary(), new Data(10, 0, 100 * MIB))
                .member("m2", new Replica("m1", true), new Data(10, 0, 100 * MIB - bytes));
        return report(view, Optional.empty(), NOW).replicas().getFirst().lagBelowBytes();
    }

    private static GroupReport report(GroupView view, Optional<GroupReport> before, Instant now) {
        return Reported.of(GroupView.WANTED, view.observed(), before, now);
    }
}
