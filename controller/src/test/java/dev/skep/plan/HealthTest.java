package dev.skep.plan;

import static dev.skep.plan.GroupView.healthy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedSentinel.Belief;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each line of what healthy means, and what breaks it. */
final class HealthTest {
    @Test
    void aHealthyGroupFailsInNoLine() {
        assertEquals(List.of(), healthy().failing());
    }

    @Test
    void noPrimaryOrTwoAreNotOne() {
        assertTrue(healthy().replica("m1", "m2").failing().contains(Health.ONE_PRIMARY));
        assertTrue(healthy().member("m2", new Primary()).failing().contains(Health.ONE_PRIMARY));
    }

    @Test
    void aReplicaOfAReplicaOrWithoutALinkDoesNotFollow() {
        assertEquals(
                List.of(Health.ALL_FOLLOW_IT), healthy().replica("m3", "m2").failing());
        assertEquals(
                List.of(Health.ALL_FOLLOW_IT),
                healthy().member("m3", new Replica("m1", false)).failing());
    }

    @Test
    void aSentinelThatIsSilentOrWatchesAnotherOrNothingDoesNotWatchIt() {
        assertTrue(healthy().silent("s1").failing().contains(Health.ALL_WATCH_IT));
        assertTrue(healthy().watchesNothing("s1").failing().contains(Health.ALL_WATCH_IT));
        var another = new Belief("m2", false, false, Set.of(), Set.of(), Set.of("s2", "s3"), true, 2);
        assertEquals(
                List.of(Health.ALL_WATCH_IT), healthy().believes("s1", another).failing());
    }

    @Test
    void sentinelsThatAreNotEnoughOrNotKnownDoNotKnowEachOther() {
        var noQuorum = new Belief("m1", false, false, Set.of(), Set.of(), Set.of("s2", "s3"), false, 2);
        assertEquals(
                List.of(Health.SENTINELS_KNOW_EACH_OTHER),
                healthy().believes("s1", noQuorum).failing());
        var alone = new Belief("m1", false, false, Set.of(), Set.of(), Set.of("s2"), true, 2);
        assertEquals(
                List.of(Health.SENTINELS_KNOW_EACH_OTHER),
                healthy().believes("s1", alone).failing());
    }

    /** They name the primary, and when it dies nobody takes over. */
    @Test
    void sentinelsOfAnotherQuorumThanIsAskedForMayNotElect() {
        assertEquals(
                List.of(Health.SENTINELS_MAY_ELECT), healthy().electNobody().failing());
        var all = new Belief("m1", false, false, Set.of("m2", "m3"), Set.of("m2", "m3"), Set.of("s2", "s3"), true, 3);
        assertEquals(
                List.of(Health.SENTINELS_MAY_ELECT),
                healthy().believes("s1", all).failing());
    }

    @Test
    void anAddressThatNobodyHasIsStale() {
        var stale = new Belief("m1", false, false, Set.of("m2", "gone"), Set.of("m2"), Set.of("s2", "s3"), true, 2);
        assertEquals(
                List.of(Health.NO_STALE_ENTRY), healthy().believes("s1", stale).failing());
    }

    @Test
    void aMemberThatDoesNotAnswerIsMissed() {
        assertTrue(healthy().silent("m3").failing().contains(Health.ALL_MEMBERS_ANSWER));
        assertFalse(healthy().failing().contains(Health.ALL_MEMBERS_ANSWER));
    }

    @Test
    void aMemberThatFallsFarBehindLags() {
        assertEquals(List.of(), healthy().lags("m2", (16L << 20) - 1).failing());
        assertEquals(List.of(Health.NONE_LAGS), healthy().lags("m2", 16L << 20).failing());
        assertTrue(
                healthy().member("m2", new Primary()).lags("m3", 1L << 30).failing().stream()
                        .noneMatch(h -> h == Health.NONE_LAGS),
                "behind whom, nobody knows");
    }

    @Test
    void aMemberOrASentinelOfAnotherImageOrConfigurationIsNotAsWanted() {
        assertEquals(List.of(Health.ALL_AS_WANTED), healthy().outdated("m2").failing());
        assertEquals(List.of(Health.ALL_AS_WANTED), healthy().outdated("s3").failing());
    }

    @Test
    void aDiskThatTakesNothingIsToldOf() {
        assertEquals(List.of(Health.ALL_PERSIST), healthy().cannotWrite("m2").failing());
    }
}
