package dev.skep.plan;

import static dev.skep.plan.GroupView.healthy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedSentinel.Belief;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said to whom, and when nothing is. */
final class HealerTest {
    @Test
    void aHealthyGroupIsLeftAlone() {
        assertEquals(List.of(), healthy().steps());
    }

    @Test
    void atTheFirstStartOneIsPromotedThenAllFollowAndAllWatchIt() {
        var start = healthy()
                .watchesNothing("s1", "s2", "s3")
                .lonely("m1", 0)
                .lonely("m2", 0)
                .lonely("m3", 0);
        assertEquals(List.of("promote m1"), start.steps());
        assertEquals(
                List.of(
                        "let m2 follow m1",
                        "let m3 follow m1",
                        "let s1 watch m1",
                        "let s2 watch m1",
                        "let s3 watch m1"),
                start.member("m1", new Primary()).steps());
    }

    @Test
    void whoHasMoreBatchesKnowsMoreAndWithoutAnyWhoHasCountedMore() {
        assertTrue(new Data(2, 5, 0).compareTo(new Data(1, 9, 9)) > 0);
        assertTrue(new Data(0, 5, 0).compareTo(new Data(0, 4, 9)) > 0);
    }

    @Test
    void afterALossOfAllTheNewestDataWin() {
        var lost = healthy()
                .watchesNothing("s1", "s2", "s3")
                .lonely("m1", 7)
                .lonely("m2", 7)
                .lonely("m3", 9);
        assertEquals(List.of("promote m3"), lost.steps());
    }

    /** What one confirmed before it restarted may be on no disk but the missing one's. */
    @Test
    void whoHasRestartedWaitsAWhileForTheMissing() {
        var lost = healthy()
                .watchesNothing("s1", "s2", "s3")
                .lonely("m1", 7)
                .silent("m2")
                .lonely("m3", 9);
        assertEquals(List.of(), lost.steps());
        lost.lonely("m1", 7, Healer.LONG_ENOUGH);
        assertEquals(List.of(), lost.steps(), "each of them");
        lost.lonely("m3", 9, Healer.LONG_ENOUGH);
        assertEquals(List.of("promote m3"), lost.steps());
        assertEquals(
                List.of(), lost.silent("m1").steps(), "of two copies of each answer both may be where nobody answers");
    }

    @Test
    void whoHasNotRestartedHoldsWhatItConfirmedAndWaitsForNobody() {
        var lost = healthy()
                .watchesNothing("s1", "s2", "s3")
                .silent("m1")
                .member("m2", new Replica("m1", false), 8)
                .member("m3", new Replica("m1", false), 9);
        assertEquals(List.of("promote m3"), lost.steps());
    }

    /** It was cut off with the old primary; those that elected another have restarted, and forgot. */
    @Test
    void aSentinelAloneIsNotBelievedWhereSomebodyKnowsMoreThanItsPrimary() {
        var back = healthy()
                .member("m1", new Primary(), 10)
                .lonely("m2", 30)
                .lonely("m3", 20)
                .watchesNothing("s2", "s3")
                .believes("s1", new Belief("m1", false, false, Set.of(), Set.of(), Set.of("x", "y"), false, 2));
        assertEquals(List.of("let s1 watch nothing"), back.steps());
        back.watchesNothing("s1");
        assertEquals(List.of("promote m2"), back.steps());
        back.member("m2", new Primary(), 30);
        assertTrue(back.steps().contains("let m1 follow m2"), back.steps()::toString);
    }

    @Test
    void aSentinelAloneIsNotBelievedBeforeItIsKnownWhoKnowsMore() {
        var back = healthy()
                .member("m1", new Primary(), 10)
                .lonely("m2", 10)
                .silent("m3")
                .watchesNothing("s2", "s3")
                .believes("s1", new Belief("m1", false, false, Set.of(), Set.of(), Set.of("x", "y"), false, 2));
        assertEquals(List.of(), back.steps(), "m3 may know more");
        assertEquals(
                List.of("let m2 follow m1", "let m3 follow m1", "let s2 watch m1", "let s3 watch m1"),
                back.lonely("m3", 10).steps());
    }

    @Test
    void aPrimaryThatIsCopiedIsBelievedByTheWordOfOneSentinel() {
        assertEquals(
                List.of("let s2 watch m1", "let s3 watch m1"),
                healthy().watchesNothing("s2", "s3").silent("m3").steps());
    }

    @Test
    void sentinelsThatCanElectAreLetDoSo() {
        var down = healthy().silent("m1").allBelieve(b -> down(b, b.replicasUp(), false));
        assertEquals(List.of(), down.steps());
        assertEquals(
                List.of(),
                healthy().allBelieve(b -> down(b, b.replicasUp(), true)).steps());
    }

    @Test
    void sentinelsThatKnowNobodyWhoCouldTakeOverLetGoBeforeAnybodyIsPromoted() {
        var lost = healthy().lonely("m1", 5).lonely("m2", 6).lonely("m3", 5).allBelieve(b -> down(b, Set.of(), false));
        assertEquals(List.of("let s1 watch nothing", "let s2 watch nothing", "let s3 watch nothing"), lost.steps());
        assertEquals(
                List.of("let s2 watch nothing", "let s3 watch nothing"),
                lost.watchesNothing("s1").steps(),
                "a cut in between is gone on from");
        assertEquals(
                List.of("promote m2"), lost.watchesNothing("s1", "s2", "s3").steps());
    }

    /** The others were killed and came back with no memory, so they give it no vote; and then the primary was killed. */
    @Test
    void aSentinelThatTheOthersDoNotKnowCannotElectSoItLetsGo() {
        var alone = healthy()
                .silent("m1")
                .watchesNothing("s2", "s3")
                .believes(
                        "s1",
                        new Belief("m1", true, false, Set.of("m2", "m3"), Set.of("m2", "m3"), Set.of(), false, 2));
        assertEquals(List.of("let s1 watch nothing"), alone.steps());
        assertEquals(List.of("promote m2"), alone.watchesNothing("s1").steps());
    }

    @Test
    void withoutAMajorityOfTheSentinelsNothingIsDone() {
        assertEquals(
                List.of(),
                healthy().silent("s1").silent("s2").member("m3", new Primary()).steps());
    }

    @Test
    void ofTwoPrimariesTheOneThatTheSentinelsWatchStays() {
        assertEquals(
                List.of("let m3 follow m1"),
                healthy().member("m3", new Primary()).steps());
    }

    @Test
    void anOldPrimaryThatComesBackFollowsTheOneThatWasElected() {
        var elected = healthy()
                .member("m2", new Primary())
                .replica("m3", "m2")
                .member("m1", new Primary())
                .allBelieve(
                        b -> new Belief("m2", false, false, Set.of("m1", "m3"), Set.of("m3"), b.sentinels(), true, 2));
        assertEquals(List.of("let m1 follow m2"), elected.steps());
    }

    @Test
    void aChainIsUndone() {
        assertEquals(List.of("let m3 follow m1"), healthy().replica("m3", "m2").steps());
    }

    @Test
    void aSentinelThatForgotIsToldWhatToWatch() {
        assertEquals(List.of("let s2 watch m1"), healthy().watchesNothing("s2").steps());
    }

    @Test
    void whoIsGoneIsForgottenByOneSentinelAtATimeAndOnlyInCalm() {
        UnaryOperator<Belief> remember = b ->
                new Belief("m1", false, false, Set.of("m2", "m3", "gone"), Set.of("m2", "m3"), b.sentinels(), true, 2);
        assertEquals(List.of("let s1 watch m1"), healthy().allBelieve(remember).steps());
        var learning = new Belief("m1", false, false, Set.of(), Set.of(), Set.of(), false, 2);
        assertEquals(
                List.of(),
                healthy().allBelieve(remember).believes("s1", learning).steps(),
                "s1 learns again; only then the next");
        assertEquals(List.of(), healthy().allBelieve(remember).silent("m3").steps());
    }

    /** Of four sentinels that know each other three must be there to elect: without s3, on a drained node, two would be too few. */
    @Test
    void whoseServiceIsGoneIsForgottenThoughOthersAreAway() {
        UnaryOperator<Belief> four = b -> knowing(plus(b.sentinels(), "gone"), false);
        var drained = healthy().allBelieve(four).silent("m3").silent("s3");
        assertEquals(List.of("let s1 watch m1"), drained.steps());
        assertEquals(List.of(), drained.believes("s1", knowing(Set.of(), false)).steps(), "it learns again");
        assertEquals(
                List.of("let s2 watch m1"),
                drained.believes("s1", knowing(Set.of("s2"), true)).steps());
        assertEquals(
                List.of(), drained.believes("s2", knowing(Set.of("s1"), true)).steps());
        assertEquals(
                List.of(),
                healthy().silent("m3").silent("s3").steps(),
                "who is only away is remembered: it may elect with another");
    }

    /** The rest of them may be there, and cut off. */
    @Test
    void whereThoseThatAreAwayCouldElectAgainstThemNobodyIsForgotten() {
        UnaryOperator<Belief> many = b -> knowing(plus(plus(b.sentinels(), "gone"), "too"), false);
        assertEquals(List.of(), healthy().allBelieve(many).silent("s3").steps());
        UnaryOperator<Belief> four = b -> knowing(plus(b.sentinels(), "gone"), false);
        assertEquals(
                List.of(),
                healthy().allBelieve(four).silent("s3").lonely("m3", 5).steps().stream()
                        .filter(s -> s.startsWith("let s"))
                        .toList());
    }

    private static Belief knowing(Set<String> sentinels, boolean quorate) {
        return new Belief("m1", false, false, Set.of("m2", "m3"), Set.of("m2"), sentinels, quorate, 2);
    }

    private static Set<String> plus(Set<String> some, String one) {
        return Stream.concat(some.stream(), Stream.of(one)).collect(Collectors.toSet());
    }

    private static Belief down(Belief belief, Set<String> replicasUp, boolean failingOver) {
        return new Belief(
                belief.primary(), true, failingOver, belief.replicas(), replicasUp, belief.sentinels(), true, 2);
    }
}
