package dev.skep.plan;

import static dev.skep.plan.GroupView.healthy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.topology.Alone;
import dev.skep.desired.topology.Kept;
import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedSentinel.Belief;
import dev.skep.plan.Stage.Allowed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes next for a count that is moved, and what may not happen before. */
final class StagesTest {
    private static final Kept SENTINEL = GroupView.WANTED;
    private static final Kept SINGLE = new Alone(GroupView.WANTED.name(), "m1");

    private boolean appFollows = true;
    private boolean othersRun = true;
    private List<String> older = List.of();
    private List<String> unwelcome = List.of();
    private List<String> held = List.of();
    private List<String> leaving = List.of();
    private List<String> ending = List.of();
    private Crew.Outlives outlives = Crew.Outlives.ALL;

    @Test
    void aGroupThatIsWellIsLeftAloneAndMayBeRestarted() {
        var stage = next(SENTINEL, healthy());
        assertEquals(List.of(), told(stage));
        assertTrue(stage.allowed().contains(Allowed.RESTART));
    }

    @Test
    void theAppIsNotToldToStopWaitingForACopyBeforeEveryCopyKnowsWhoLeads() {
        appFollows = false;
        var moved = healthy().electNobody().allLead("m1").countsAlone("m1");
        assertEquals(Set.of(Allowed.CHANGE_MODE), next(SINGLE, moved).allowed());
        var cut = next(SINGLE, moved.lead("m3", ObservedMember.SENTINELS));
        assertEquals(Set.of(), cut.allowed());
        assertEquals(List.of("write into the data that m1 leads"), told(cut));
    }

    /** With snapshots, a Redis that is killed starts again with who led at the last one. */
    @Test
    void whoLeadsIsSaidAgainUntilItIsOnTheDisk() {
        appFollows = false;
        var moved = healthy().electNobody().allLead("m1").countsAlone("m1").unsaved("m1");
        assertEquals(Set.of(), next(SINGLE, moved).allowed());
        assertEquals(List.of("write into the data that m1 leads"), told(next(SINGLE, moved)));
        var elects = healthy().electNobody().unsaved("m1");
        assertEquals(List.of("write into the data that whom the sentinels elect leads"), told(next(SENTINEL, elects)));
    }

    @Test
    void whoKnowsMoreThanThePrimaryIsNotMadeToForgetIt() {
        var split = healthy().electNobody().allLead("m1").countsAlone("m1").lonely("m2", 11);
        for (var wanted : List.of(SINGLE, SENTINEL)) {
            var stage = next(wanted, split.lead("m2", "m1"));
            assertEquals(List.of(), told(stage));
            assertEquals(Set.of(), stage.allowed());
            assertTrue(stage.waitsFor().orElseThrow().contains("m2"), stage::toString);
        }
        assertEquals(
                List.of("let m2 follow m1"),
                told(next(SINGLE, split.lonely("m2", 10).lead("m2", "m1"))));
    }

    @Test
    void aCopyThatIsAwayWhileItIsToldWhoLeadsIsWaitedFor() {
        appFollows = false;
        var moved = healthy().electNobody().allLead("m1").countsAlone("m1").silent("m3");
        var stage = next(SINGLE, moved);
        assertEquals(Set.of(), stage.allowed());
        assertTrue(stage.waitsFor().orElseThrow().endsWith("not so yet: m3"), stage::toString);
    }

    @Test
    void sentinelsElectOnceEveryCopyHasItAmongItsData() {
        var cut = healthy().electNobody().lead("m2", "m1");
        assertEquals(List.of("write into the data that whom the sentinels elect leads"), told(next(SENTINEL, cut)));
        var known = next(SENTINEL, cut.lead("m2", ObservedMember.SENTINELS));
        assertEquals(List.of("let s1 elect", "let s2 elect", "let s3 elect"), told(known));
        assertFalse(known.allowed().contains(Allowed.RESTART), "nobody would take over");
    }

    @Test
    void nothingGoesWhileTheFileOfWhoStaysIsNotWritten() {
        var moved = healthy().electNobody().allLead("m1").countsAlone("m1");
        assertTrue(next(SINGLE, moved).allowed().contains(Allowed.RETIRE));
        assertFalse(next(SINGLE, moved.rewrites("m1")).allowed().contains(Allowed.RETIRE));
    }

    @Test
    void whoWritesItsFileAnewIsNotHandedTheCount() {
        var moved = healthy()
                .member("m1", new ObservedMember.Replica("m2", true))
                .member("m2", new Primary())
                .replica("m3", "m2")
                .allBelieve(b ->
                        new Belief("m2", false, false, Set.of("m1", "m3"), Set.of("m1", "m3"), b.sentinels(), true, 2))
                .electNobody()
                .allLead("m2")
                .countsAlone("m2");
        assertEquals(List.of("hand the count over from m2 to m1"), told(next(SINGLE, moved)));
        assertEquals(List.of(), told(next(SINGLE, moved.rewrites("m1"))));
    }

    /** Killed later it would come back as a second primary, whatever its data say. */
    @Test
    void onePrimaryThatStartsByARuleOfBeforeIsReplacedFirstOnceItKnowsThatItLeads() {
        appFollows = false;
        older = List.of("m1");
        var one = healthy().electNobody().allLead("").countsAlone("m1");
        var told = next(SENTINEL, one);
        assertEquals(List.of("write into the data that m1 leads"), told(told));
        assertEquals(Set.of(), told.allowed());
        var replaced = next(SENTINEL, one.allLead("m1"));
        assertEquals(List.of(), told(replaced));
        assertEquals(Set.of(Allowed.RESTART), replaced.allowed());
        older = List.of();
        assertEquals(Set.of(Allowed.CHANGE_MODE), next(SENTINEL, one).allowed());
    }

    @Test
    void aPrimaryThatIsToBeReplacedHandsTheCountOverInCalmOnceAllOthersAreAsWanted() {
        unwelcome = List.of("m1", "m3");
        var all = next(SENTINEL, healthy());
        assertEquals(List.of(), told(all));
        assertEquals(Optional.of(new Move("m1", "m2")), all.move(), "it is not replaced before");
        unwelcome = List.of("m1");
        var first = next(SENTINEL, healthy());
        assertEquals(List.of("let s1 elect nobody", "let s2 elect nobody", "let s3 elect nobody"), told(first));
        assertEquals(Set.of(), first.allowed());
        var move = next(SENTINEL, healthy().electNobody());
        assertEquals(List.of("hand the count over from m1 to m2"), told(move));
        var step = (HealStep.Move) move.steps().getFirst();
        assertEquals(GroupView.WANTED, step.group(), "as it is watched once all are told, or nothing has moved");
        assertEquals(
                List.of("s1", "s2", "s3"),
                step.sentinels().stream().map(Endpoint::service).toList());
        assertEquals(
                List.of("m3"), step.copies().stream().map(Endpoint::service).toList());
    }

    @Test
    void aCountIsNotMovedButInCalmAndToOneThatHasAll() {
        unwelcome = List.of("m1");
        var elect = List.of("let s1 elect", "let s2 elect", "let s3 elect");
        assertEquals(List.of(), told(next(SENTINEL, healthy().silent("s3"))));
        assertEquals(List.of(), told(next(SENTINEL, healthy().silent("m3"))));
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody().silent("m3"))), "whoever is away");
        assertEquals(
                elect.subList(0, 2), told(next(SENTINEL, healthy().electNobody().silent("s3"))));
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody().rewrites("m2"))));
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody().lags("m2", 2 << 20))));
        appFollows = false;
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody())));
    }

    /** What stands beside it goes with it, and may be gone already. */
    @Test
    void aPrimaryThatIsAboutToEndHandsTheCountOverToOneThatStays() {
        ending = List.of("m1", "s1");
        appFollows = false;
        unwelcome = List.of("m3");
        assertEquals(
                List.of("let s1 elect nobody", "let s2 elect nobody", "let s3 elect nobody"),
                told(next(SENTINEL, healthy())));
        assertEquals(
                List.of("hand the count over from m1 to m2"),
                told(next(SENTINEL, healthy().electNobody().silent("s1"))));
        assertEquals(
                List.of("hand the count over from m1 to m3"),
                told(next(SENTINEL, healthy().electNobody().rewrites("m2"))),
                "it is asked for by nobody, and has all");
        ending = List.of("m1", "m2", "s1", "s2");
        assertEquals(
                List.of("hand the count over from m1 to m3"),
                told(next(SENTINEL, healthy().electNobody().silent("m2"))));
    }

    @Test
    void whoStaysMustBeInCalmBeforeACountMovesToThem() {
        ending = List.of("m1", "s1");
        var elect = List.of("let s1 elect", "let s2 elect", "let s3 elect");
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody().silent("m3"))));
        assertEquals(
                elect.subList(0, 2), told(next(SENTINEL, healthy().electNobody().silent("s3"))));
        ending = List.of("m1", "m2", "m3", "s1", "s2", "s3");
        assertEquals(elect, told(next(SENTINEL, healthy().electNobody())), "there is nobody to move it to");
    }

    @Test
    void aCopyThatIsAboutToEndMovesNothing() {
        ending = List.of("m2", "s2");
        assertEquals(List.of(), told(next(SENTINEL, healthy())));
    }

    /** It is asked for nothing that it cannot write: the sentinels elect another when it is restarted. */
    @Test
    void aPrimaryWhoseDiskIsIllIsNotWaitedFor() {
        unwelcome = List.of("m1");
        var stage = next(SENTINEL, healthy().cannotWrite("m1"));
        assertEquals(List.of(), told(stage));
        assertEquals(Optional.empty(), stage.move());
        assertTrue(stage.allowed().contains(Allowed.RESTART));
    }

    @Test
    void aManifestThatIsChangedBackLetsTheSentinelsElectAgainAndMovesNothing() {
        assertEquals(
                List.of("let s1 elect", "let s2 elect", "let s3 elect"),
                told(next(SENTINEL, healthy().electNobody())));
    }

    @Test
    void onceTheCountHasMovedTheSentinelsElectAgainAndWhoLedIsRestarted() {
        unwelcome = List.of("m1");
        var moved = watched("m2", handedTo("m2"));
        assertEquals(List.of("let s1 elect", "let s2 elect", "let s3 elect"), told(next(SENTINEL, moved)));
        var calm = electing(moved);
        assertTrue(next(SENTINEL, calm).allowed().contains(Allowed.RESTART));
        assertEquals("m2", next(SENTINEL, calm).move().orElseThrow().from(), "who leads is left alone");
    }

    /** Killed between two words of the move: the sentinels name who has given up, and would not for 20 s find that strange. */
    @Test
    void aMoveThatWasCutIsGoneOnWith() {
        assertEquals(
                List.of("let all sentinels watch m2"),
                told(next(SENTINEL, handedTo("m2").replica("m3", "m1"))));
        assertEquals(
                List.of("let all sentinels watch m2"),
                told(next(SINGLE, handedTo("m2"))),
                "before they stop for another mode");
        var behind = watched("m2", handedTo("m2"));
        behind.believes(
                "s3", new Belief("m1", false, false, Set.of(), Set.of(), Set.of("s1", "s2"), true, Watched.NEVER));
        assertEquals(
                List.of("let all sentinels watch m2"),
                told(next(SENTINEL, behind)),
                "one that was not told would make all others go back");
        var nobody = handedTo("m2").member("m2", new Replica("m1", false)).member("m1", new Replica("m2", false));
        assertEquals(
                List.of("let s1 watch nothing", "let s2 watch nothing", "let s3 watch nothing"),
                told(next(SENTINEL, nobody)));
        assertEquals(
                List.of("promote m1"),
                told(next(SENTINEL, nobody.watchesNothing("s1", "s2", "s3"))),
                "it knows as much as the others");
    }

    /** By the word of one that could not be asked when the others were told: they would not find that strange for 20 s. */
    @Test
    void sentinelsThatWentBackToOneThatCopiesAreToldThoughTheyMayElect() {
        assertEquals(List.of("let all sentinels watch m2"), told(next(SENTINEL, electing(handedTo("m2")))));
        var nobody = handedTo("m2").member("m2", new Replica("m1", false)).member("m1", new Replica("m2", false));
        assertEquals(
                List.of("let s1 watch nothing", "let s2 watch nothing", "let s3 watch nothing"),
                told(next(SENTINEL, electing(nobody))));
        assertEquals(
                List.of(),
                told(next(SENTINEL, electing(handedTo("m2").lonely("m1", 10)))),
                "it has just started, and they are about to elect");
        var one = electing(watched("m2", handedTo("m2")))
                .believes("s3", new Belief("m1", false, false, Set.of(), Set.of(), Set.of("s1", "s2"), true, 2));
        assertEquals(List.of("let s3 watch m2"), told(next(SENTINEL, one)), "one alone is told alone");
    }

    /** Whoever followed it would forget that. */
    @Test
    void whoTookOverIsNotFollowedByOneThatKnowsMore() {
        var stage = next(SENTINEL, handedTo("m2").member("m3", new Replica("m1", true), 11));
        assertEquals(List.of(), told(stage));
        assertTrue(
                stage.waitsFor()
                        .orElseThrow()
                        .startsWith("m2 is the primary, and m3, which does not follow it, knows more"),
                stage::toString);
    }

    /** It counts on meanwhile, and is asked after its primary. */
    @Test
    void aCopyThatWasAskedLaterHoldsNobodyUp() {
        assertEquals(
                List.of("let all sentinels watch m2"),
                told(next(SENTINEL, handedTo("m2").member("m3", new Replica("m2", true), 11))));
    }

    /** A person must see to its volume; until then it runs on as it is. */
    @Test
    void aMemberThatIsHeldIsNotWaitedForAndNothingIsMovedToIt() {
        unwelcome = List.of("m1");
        held = List.of("m2");
        assertEquals(
                List.of("hand the count over from m1 to m3"),
                told(next(SENTINEL, healthy().electNobody())));
        held = List.of("m2", "m3");
        assertEquals(
                Optional.empty(), next(SENTINEL, healthy()).move(), "the sentinels elect another when it is restarted");
        unwelcome = List.of();
        held = List.of("m1");
        assertEquals(List.of(), told(next(SENTINEL, healthy())), "it is not replaced, and leads on");
    }

    @Test
    void nothingIsMovedFromOrToOneThatTakesWritesWithoutACopy() {
        unwelcome = List.of("m1");
        for (var member : List.of("m1", "m2")) {
            assertEquals(
                    List.of(member + " counts only with a replica", "let s1 elect", "let s2 elect", "let s3 elect"),
                    told(next(SENTINEL, healthy().electNobody().countsAlone(member))));
        }
    }

    /** It must copy all from one of another version, after a start, and cannot read what that writes. */
    @Test
    void aMemberThatIsToBeReplacedAndCannotCopyWhoTookOverHoldsNobodyUp() {
        unwelcome = List.of("m1");
        var stage = next(SENTINEL, watched("m2", handedTo("m2").member("m1", new Replica("m2", false))));
        assertEquals(List.of("let s1 elect", "let s2 elect", "let s3 elect"), told(stage));
    }

    /** The count has moved, and the sentinels, which elect nobody, do not know it yet. */
    private static GroupView handedTo(String primary) {
        return healthy()
                .replica("m1", primary)
                .member(primary, new Primary())
                .replica("m3", primary)
                .electNobody();
    }

    private static GroupView electing(GroupView group) {
        return group.allBelieve(b -> new Belief(
                b.primary(), b.down(), b.failingOver(), b.replicas(), b.replicasUp(), b.sentinels(), b.quorate(), 2));
    }

    private static GroupView watched(String primary, GroupView group) {
        var others = Set.of("m1", "m3");
        return group.allBelieve(
                b -> new Belief(primary, false, false, others, others, b.sentinels(), b.quorate(), Watched.NEVER));
    }

    /** Of a version before, whose data do not say who leads. */
    @Test
    void aGroupWhoseSentinelsElectIsHealedAndGoesOnAndItsDataAreToldSo() {
        var old = healthy().allLead("");
        var stage = next(SENTINEL, old);
        assertEquals(List.of("write into the data that whom the sentinels elect leads"), told(stage));
        assertTrue(stage.allowed().contains(Allowed.RESTART));
        assertEquals(
                List.of("let s3 watch m1"), told(next(SENTINEL, old.watchesNothing("s3"))), "what is ill goes first");
    }

    /** Silence is no word: those that do not answer may be electing another at this moment. */
    @Test
    void aGroupOfBeforeIsToldNothingWhileMostOfItsSentinelsAreSilent() {
        var old = healthy().allLead("").silent("m2").silent("s2").silent("s3");
        var stage = next(SENTINEL, old);
        assertEquals(List.of(), told(stage));
        assertEquals(Set.of(), stage.allowed());
        assertEquals(List.of(), told(next(SINGLE, old)));
    }

    @Test
    void aGroupOfBeforeElectsAlthoughOneSentinelHasRestartedAndAnotherIsSilent() {
        var old = healthy().allLead("").silent("m2").silent("s2").watchesNothing("s3");
        assertEquals(List.of("let s3 watch m1"), told(next(SENTINEL, old)));
        var gone = healthy().allLead("").silent("m1").silent("s2").watchesNothing("s3");
        assertEquals(List.of(), told(next(SENTINEL, gone)), "it may be electing");
    }

    @Test
    void sentinelsThatHaveAllRestartedAreLetElectOnceEveryCopyIsToldOrOneIsAway() {
        var cut = healthy().watchesNothing("s1", "s2", "s3").lead("m2", "m1");
        assertEquals(List.of("write into the data that whom the sentinels elect leads"), told(next(SENTINEL, cut)));
        assertEquals(
                List.of("let s1 watch m1", "let s2 watch m1", "let s3 watch m1"),
                told(next(SENTINEL, cut.silent("m2"))));
    }

    @Test
    void whereNobodyLeadsAndNobodyElectsAllMustAnswer() {
        var start = healthy()
                .watchesNothing("s1", "s2", "s3")
                .lonely("m1", 7)
                .lonely("m2", 9)
                .silent("m3")
                .allLead("");
        var stage = next(SENTINEL, start);
        assertEquals(List.of(), told(stage));
        assertTrue(stage.waitsFor().orElseThrow().endsWith("see why they do not run: m3"), stage::toString);
        start.lonely("m3", 8).lead("m3", "");
        assertEquals(
                List.of("m2 counts alone", "promote m2", "write into the data that m2 leads"),
                told(next(SENTINEL, start)));
    }

    /** What they may have more than it was not to outlive them; a first start waits for an image no longer than that. */
    @Test
    void whereNothingOutlivesARedisTheMissingIsWaitedForAMinuteOnly() {
        var start = healthy().watchesNothing("s1", "s2", "s3").silent("m3").allLead("");
        start.lonely("m1", 7, Duration.ofSeconds(59)).lonely("m2", 9, Duration.ofMinutes(1));
        start.allLead("");
        outlives = Crew.Outlives.NOTHING;
        assertEquals(List.of(), told(next(SENTINEL, start)));
        start.lonely("m1", 7, Duration.ofMinutes(1)).allLead("");
        assertEquals(
                List.of("m2 counts alone", "promote m2", "write into the data that whom the sentinels elect leads"),
                told(next(SENTINEL, start)));
        assertEquals(List.of(), told(next(SINGLE, start)), "an app task may be answered by the missing one alone");
        appFollows = false;
        assertEquals(List.of(), told(next(SENTINEL, start)));
    }

    /** It wrote all that it answered, and nobody else answered: so it would start again where it is alone. */
    @Test
    void whoLedByItsOwnDataIsThePrimaryAgainAlthoughACopyIsAwayUnlessOneKnowsMore() {
        var started = healthy()
                .electNobody()
                .lonely("m1", 9)
                .lonely("m2", 9)
                .silent("m3")
                .allLead("m1");
        for (var wanted : List.of(SENTINEL, SINGLE)) {
            assertEquals(
                    List.of("m1 counts alone", "promote m1", "write into the data that m1 leads"),
                    told(next(wanted, started)));
            outlives = Crew.Outlives.A_SNAPSHOT;
            assertEquals(List.of(), told(next(wanted, started)));
            outlives = Crew.Outlives.ALL;
        }
        assertEquals(List.of(), told(next(SENTINEL, started.lonely("m2", 10).lead("m2", "m1"))));
    }

    /** Where it finds no sentinel it leads as it starts: another that was promoted meanwhile would be a second primary. */
    @Test
    void whoMayBeAboutToLeadIsWaitedForBeforeAnotherIsPromoted() {
        var started = healthy()
                .electNobody()
                .lonely("m1", 8, Duration.ofSeconds(19))
                .lonely("m2", 9)
                .lonely("m3", 9)
                .allLead("m1");
        assertEquals(List.of(), told(next(SINGLE, started)));
        assertTrue(next(SINGLE, started).waitsFor().orElseThrow().contains("m1"));
        started.lonely("m1", 8, Duration.ofSeconds(20)).lead("m1", "m1");
        assertEquals(
                List.of("write into the data of m1 that nobody leads by itself"),
                told(next(SINGLE, started)),
                "it could be killed before it copies");
        started.lead("m1", ObservedMember.HANDOVER).saved("m1", "m1");
        assertEquals(
                List.of("write into the data of m1 that nobody leads by itself"),
                told(next(SINGLE, started)),
                "its disk may not have it");
        started.lead("m1", "m1").cannotWrite("m1");
        assertTrue(told(next(SINGLE, started)).contains("promote m2"), "whose disk is ill holds nobody up");
        started.lonely("m1", 8, Duration.ofSeconds(20)).lead("m1", ObservedMember.HANDOVER);
        assertEquals(
                List.of("m2 counts alone", "promote m2", "write into the data that m2 leads"),
                told(next(SINGLE, started)));
    }

    @Test
    void aGroupThatAnswersNobodyMayBeChangedUnlessTheCountIsMoved() {
        var silent = healthy();
        List.of("m1", "m2", "m3", "s1", "s2", "s3").forEach(silent::silent);
        assertEquals(Set.of(Allowed.RESTART), next(SENTINEL, silent).allowed());
        assertEquals(Set.of(), next(SINGLE, silent).allowed());
        appFollows = false;
        assertEquals(Set.of(), next(SENTINEL, silent).allowed());
    }

    @Test
    void whatIsNotAskedForAnyMoreGoesOneAtATimeAndWhoWatchesFirst() {
        leaving = List.of("m2", "m3", "s3");
        var first = next(SENTINEL, healthy());
        assertEquals(Set.of("s3"), first.emptied());
        assertFalse(first.allowed().contains(Allowed.RESTART), "those that go need no other settings");
        assertTrue(first.waitsFor().orElseThrow().startsWith("not asked for any more: m2, m3, s3."), first::toString);
        leaving = List.of("m2", "m3");
        assertEquals(Set.of("m3"), next(SENTINEL, healthy()).emptied());
        leaving = List.of();
        assertEquals(Set.of(), next(SENTINEL, healthy()).emptied());
    }

    @Test
    void nobodyGoesWhileAnyOfTheOthersIsNotWell() {
        var stale = healthy().believes("s2", believing(Set.of("m2", "m3", "gone"), Set.of("s1", "s3")));
        var forgotten = healthy().believes("s2", believing(Set.of("m2", "m3"), Set.of("s1")));
        for (var one : List.of("m3", "s3")) {
            leaving = List.of(one);
            assertGoes(healthy().silent("m2"), "all members answer");
            assertGoes(healthy().silent("s2"), "every sentinel watches it");
            assertGoes(healthy().replica("m2", "elsewhere"), "every other member follows it");
            assertGoes(stale, "no sentinel remembers somebody who is gone");
            assertGoes(forgotten, "the sentinels know each other");
        }
        leaving = List.of("m3");
        assertGoes(healthy().outdated("s1"), "each runs the image and the configuration that are wanted");
        assertGoes(healthy().cannotWrite("m2"), "what is counted reaches the disk");
    }

    private void assertGoes(GroupView group, String not) {
        var stage = next(SENTINEL, group);
        assertEquals(Set.of(), stage.emptied(), not);
        assertTrue(stage.waitsFor().orElseThrow().contains(not), stage::toString);
    }

    private static Belief believing(Set<String> replicas, Set<String> sentinels) {
        return new Belief("m1", false, false, replicas, replicas, sentinels, true, 2);
    }

    /** Others may have on their disks less than was answered, or lack what is under way. */
    @Test
    void noMemberGoesBeforeThoseThatStayHaveAll() {
        leaving = List.of("m3");
        assertEquals(Set.of(), next(SENTINEL, healthy().rewrites("m2")).emptied());
        assertEquals(Set.of("m3"), next(SENTINEL, healthy().rewrites("m3")).emptied());
        assertEquals(Set.of(), next(SENTINEL, healthy().lags("m2", 64 << 10)).emptied());
        assertEquals(
                Set.of("m3"), next(SENTINEL, healthy().lags("m2", 63 << 10)).emptied());
    }

    /** It may fail, and then all of it is taken back; but who does not answer is missed by nobody. */
    @Test
    void nobodyGoesBeforeAllElseThatIsAskedForIsKnownToRun() {
        othersRun = false;
        for (var one : List.of("m3", "s3")) {
            leaving = List.of(one);
            assertGoes(healthy(), "all else runs as the manifest says");
        }
        leaving = List.of("m1");
        assertEquals(List.of(), told(next(SENTINEL, healthy())), "the count stays, too");
        leaving = List.of("s3");
        assertEquals(Set.of("s3"), next(SENTINEL, healthy().silent("s3")).emptied());
    }

    @Test
    void aSentinelThatGoesAndDoesNotAnswerIsMissedByNobodyWhereMostOfAllWatch() {
        leaving = List.of("s3");
        assertEquals(Set.of("s3"), next(SENTINEL, healthy().silent("s3")).emptied());
        assertEquals(
                Set.of(),
                next(SENTINEL, healthy().silent("s3").watchesNothing("s2")).emptied());
        assertEquals(
                Set.of(),
                next(SENTINEL, healthy().silent("s3").silent("s2").silent("m2")).emptied());
    }

    /** The majority is counted over the one that went before, too. */
    @Test
    void aSentinelThatMissesAnAnswerDoesNotGoBeforeTheOthersForgotTheOneBefore() {
        leaving = List.of("s3");
        var before = healthy().silent("s3");
        before.believes("s1", believing(Set.of("m2", "m3"), Set.of("s2", "s3", "gone")));
        assertEquals(Set.of(), next(SENTINEL, before).emptied());
    }

    /** In the look in which a node is drained all on it still answer. */
    @Test
    void nobodyGoesBesideOneThatIsAboutToEnd() {
        ending = List.of("m2", "s2");
        for (var one : List.of("m3", "s3")) {
            leaving = List.of(one);
            assertGoes(healthy(), "m2 is there to stay");
        }
        assertEquals(Set.of(), next(SENTINEL, healthy().silent("s3")).emptied());
        ending = List.of("s3");
        assertEquals(
                Set.of("s3"), next(SENTINEL, healthy().silent("s3")).emptied(), "itself, as where no node suits it");
        assertEquals(Set.of(), next(SENTINEL, healthy()).emptied());
    }

    @Test
    void aPrimaryThatGoesHandsTheCountToOneThatStays() {
        leaving = List.of("m1", "m2");
        assertEquals(
                List.of("let s1 elect nobody", "let s2 elect nobody", "let s3 elect nobody"),
                told(next(SENTINEL, healthy())));
        assertEquals(
                List.of("hand the count over from m1 to m3"),
                told(next(SENTINEL, healthy().electNobody())));
        leaving = List.of("m1", "m2", "m3");
        assertEquals(Set.of("m3"), next(SENTINEL, healthy()).emptied(), "nobody stays to take it");
        leaving = List.of("m1");
        unwelcome = List.of("m2");
        assertEquals(List.of(), told(next(SENTINEL, healthy())), "it moves to one that is as wanted");
    }

    private Stage next(Kept wanted, GroupView group) {
        var elected = new Crew.Elected(2, Duration.ofSeconds(1));
        var crew = new Crew(
                GroupView.WANTED.members(),
                older,
                unwelcome,
                held,
                GroupView.WANTED.sentinels(),
                leaving,
                ending,
                appFollows,
                othersRun,
                Optional.of(elected),
                outlives);
        return Stages.next(wanted, crew, group.observed());
    }

    private static List<String> told(Stage stage) {
        return stage.steps().stream().map(HealStep::what).toList();
    }
}
