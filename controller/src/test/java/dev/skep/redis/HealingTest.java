package dev.skep.redis;

import static dev.skep.redis.RealGroup.MEMBERS;
import static dev.skep.redis.RealGroup.SENTINELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.observed.ObservedMember;
import dev.skep.observed.Rotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Real members and sentinels become healthy again, whatever happened to them. */
@Tag("redis")
@Execution(ExecutionMode.CONCURRENT)
@EnabledIf("dev.skep.redis.RealGroup#installed")
final class HealingTest {
    @TempDir
    private Path folder;

    private RealGroup group;

    @BeforeEach
    void boot() {
        group = new RealGroup(folder);
        SENTINELS.forEach(group::start);
        MEMBERS.forEach(group::start);
        group.heal();
        for (int i = 1; i <= 10; i++) {
            assertEquals(i, group.count());
        }
    }

    @AfterEach
    void end() {
        group.close();
    }

    @Test
    void aPasswordThatIsWithdrawnIsRefusedAndTheNextOnesAreTaken() {
        var later = new Rotation(0, 2);
        for (var password : List.of("0.0", "0.1", "0.2", "1.0")) {
            assertTrue(group.letsIn(password), password);
        }
        group.withdraw(later);
        for (var password : List.of("0.0", "0.1")) {
            assertFalse(group.letsIn(password), password);
        }
        for (var password : List.of("0.2", "0.3", "1.0")) {
            assertTrue(group.letsIn(password), password);
        }
        group.heal();
        assertEquals(11, group.count());
        assertEquals("", group.refused(), "nobody misses a right");
    }

    @Test
    void aPrimaryThatDiesIsReplacedBySentinelAndComesBackAsAReplicaEvenEmpty() {
        primaryComesBackEmpty(group::readdress);
    }

    /** What others lost data to: https://github.com/apecloud/kubeblocks/issues/10753. */
    @Test
    void kubeblocks10753APrimaryRebornEmptyWithinDownAfterWipesNobody() {
        primaryComesBackEmpty(_ -> {});
    }

    /**
     * As long as it watches, and when it starts anew it watches nobody. Five times this must be well above the second in which it asks
     * for INFO, or it leaves out the replica that knows most.
     */
    @Test
    void aSentinelAsksTwiceASecondAlsoOnceItHasStartedAnew() {
        group.kill(SENTINELS.getFirst());
        group.start(SENTINELS.getFirst());
        group.heal();
        for (var sentinel : SENTINELS) {
            var times = group.times(sentinel);
            var period = times.get(times.indexOf("PING-PERIOD") + 1);
            assertEquals("500", period, () -> sentinel + times);
        }
    }

    /** The primary is one of them: it hands the count over, and nobody is elected. Those that are left know of nobody else. */
    @Test
    void whoIsNotAskedForAnyMoreGoesOneByOneAndIsForgotten() {
        var first = group.primary().orElseThrow();
        group.lets(List.of(first, SENTINELS.getLast()));
        group.heal();
        var second = group.primary().orElseThrow();
        assertNotEquals(first, second);
        var told = group.steps();
        assertTrue(told.indexOf("hand the count over from " + first + " to " + second) >= 0, told::toString);
        assertEquals(
                List.of(SENTINELS.getLast() + " goes", first + " goes"),
                told.stream().filter(s -> s.endsWith(" goes")).toList());
        assertEquals(11, group.count());
        assertEquals("", group.refused(), "nobody misses a right");
        group.awaitCopied(11);
        group.kill(second);
        var third = group.awaitPrimaryOtherThan(second);
        assertEquals("11", group.counter(third));
    }

    /** As long as a node is drained, else: and those that are left would be too few to elect at once. */
    @Test
    void aSentinelThatHasGoneIsForgottenThoughAMemberIsAwayAndTheOthersElect() {
        var first = group.primary().orElseThrow();
        var away = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.lets(List.of(SENTINELS.getLast()));
        group.kill(away);
        group.passUntilEachKnows(1);
        assertEquals(11, group.count());
        group.kill(first);
        var second = group.awaitPrimaryOtherThan(first);
        assertEquals("11", group.counter(second));
        group.start(away);
        group.start(first);
        group.heal();
        assertEquals(12, group.count());
    }

    /** https://github.com/OT-CONTAINER-KIT/redis-operator/issues/513: no pass is made between the two. */
    @Test
    void redisOperator513AFailoverWhileTheControllerIsAwayLosesNothingWhenItComesBack() {
        var first = group.primary().orElseThrow();
        group.kill(first);
        group.awaitPrimaryOtherThan(first);
        assertEquals(11, group.count());
        group.wipe(first);
        group.readdress(first);
        group.start(first);
        group.heal();
        assertEquals("11", group.counter(first));
        assertEquals(12, group.count());
    }

    /** https://github.com/OT-CONTAINER-KIT/redis-operator/issues/522: every member is replaced by an empty one. */
    @Test
    void redisOperator522ARolloutThatBringsEachMemberBackEmptyKeepsTheCount() {
        for (var member : MEMBERS) {
            group.kill(member);
            group.wipe(member);
            group.readdress(member);
            group.start(member);
            group.heal();
            assertEquals("10", group.counter(member));
        }
        assertEquals(11, group.count());
    }

    /** https://github.com/OT-CONTAINER-KIT/redis-operator/issues/1158: it still takes itself for the primary. */
    @Test
    void redisOperator1158AnOldPrimaryThatComesBackFollows() {
        var old = group.primary().orElseThrow();
        group.freeze(old);
        var elected = group.awaitPrimaryOtherThan(old);
        assertEquals(11, group.count());
        group.thaw(old);
        group.heal();
        assertEquals(elected, group.primary().orElseThrow());
        assertEquals("11", group.counter(old));
        assertEquals(12, group.count());
    }

    /** Every line of what healthy means that a hand can break is healed. */
    @Test
    void whatSomebodyTellsMembersAndSentinelsByHandIsPutRight() {
        var primary = group.primary().orElseThrow();
        var others = MEMBERS.stream().filter(m -> !m.equals(primary)).toList();
        group.tell(others.get(0), "REPLICAOF", "127.0.0.1", "1");
        group.tell(SENTINELS.get(0), "SENTINEL", "REMOVE", "incr-redis");
        group.heal();
        group.tell(others.get(1), "REPLICAOF", "NO", "ONE");
        group.heal();
        group.tell(SENTINELS.get(1), "SENTINEL", "REMOVE", "incr-redis");
        group.tell(SENTINELS.get(1), "SENTINEL", "MONITOR", "incr-redis", "127.0.0.1", "1", "2");
        group.heal();
        assertEquals(primary, group.primary().orElseThrow());
        assertEquals(11, group.count());
    }

    private void primaryComesBackEmpty(Consumer<String> beforeItStarts) {
        var first = group.primary().orElseThrow();
        group.kill(first);
        group.wipe(first);
        beforeItStarts.accept(first);
        group.start(first);
        assertNotEquals(first, group.awaitPrimaryOtherThan(first));
        group.heal();
        assertEquals("10", group.counter(first));
        assertEquals(11, group.count());
    }

    @Test
    void afterALossOfAllTheNewestDataAreFound() {
        var primary = group.primary().orElseThrow();
        var old = MEMBERS.stream().filter(m -> !m.equals(primary)).findFirst().orElseThrow();
        group.kill(old);
        assertEquals(11, group.count());
        assertEquals(12, group.count());
        MEMBERS.stream().filter(m -> !m.equals(old)).forEach(group::kill);
        MEMBERS.forEach(group::readdress);
        MEMBERS.forEach(group::start);
        group.heal();
        assertNotEquals(old, group.primary().orElseThrow());
        assertEquals("12", group.counter(old));
        assertEquals(13, group.count());
    }

    /** A node was cut off with the old primary and a sentinel; as it returned, all on the other nodes were started anew. */
    @Test
    void aSentinelThatRemembersAnOldPrimaryAloneWipesNobodyWhoStarts() {
        var cut = cutOff();
        cut.endTheOthers();
        cut.comeBack();
        cut.startTheOthers();
        group.heal();
        assertEquals(13, group.count());
    }

    @Test
    void aSentinelThatRemembersAnOldPrimaryAloneWipesNobodyWhoFollowsNobody() {
        var cut = cutOff();
        cut.endTheOthers();
        cut.startTheOthers();
        cut.others().forEach(group::awaitAnswer);
        cut.comeBack();
        group.heal();
        assertEquals(13, group.count());
    }

    /** A copy writes its file anew after it copied all: until then, what it confirmed is not on its disk. */
    @Test
    void aCopyThatMayHaveForgottenWaitsForTheOneThatKnowsAll() {
        var cut = cutOff();
        var copy = cut.copy();
        group.keepFile(copy);
        assertEquals(13, group.count());
        cut.endTheOthers();
        group.restoreFile(copy);
        cut.comeBack();
        cut.startTheOthers(copy);
        group.awaitAnswer(copy);
        for (int looks = 0; looks < 20; looks++) {
            group.pass();
        }
        group.start(cut.elected());
        group.heal();
        assertEquals(14, group.count());
    }

    private CutOff cutOff() {
        var old = group.primary().orElseThrow();
        var cut = List.of(old, SENTINELS.getFirst());
        cut.forEach(group::freeze);
        var elected = group.awaitPrimaryOtherThan(old);
        assertEquals(11, group.count());
        assertEquals(12, group.count());
        return new CutOff(group, cut, elected);
    }

    /** Who was cut off, and who was elected meanwhile. */
    private record CutOff(RealGroup group, List<String> cut, String elected) {
        List<String> others() {
            return MEMBERS.stream().filter(m -> !cut.contains(m)).toList();
        }

        /** Of the others the one that copies. */
        String copy() {
            return others().stream().filter(m -> !m.equals(elected)).findFirst().orElseThrow();
        }

        private List<String> sentinels() {
            return SENTINELS.stream().filter(s -> !cut.contains(s)).toList();
        }

        void endTheOthers() {
            others().forEach(group::kill);
            sentinels().forEach(group::kill);
            others().forEach(group::readdress);
            sentinels().forEach(group::readdress);
        }

        void startTheOthers() {
            others().forEach(group::start);
            sentinels().forEach(group::start);
        }

        /** Of the members only this one. */
        void startTheOthers(String member) {
            group.start(member);
            sentinels().forEach(group::start);
        }

        void comeBack() {
            cut.forEach(group::thaw);
        }
    }

    @Test
    void aCountIsHandedOverWhileItCountsAndNothingOfItIsLost() throws Exception {
        var first = group.primary().orElseThrow();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        var enough = new AtomicBoolean();
        var answered = CompletableFuture.supplyAsync(() -> group.countUntil(enough::get));
        while (group.counter(first).equals("10") && !answered.isDone()) {
            Thread.onSpinWait();
        }
        group.handOver(first, next);
        assertEquals(next, group.awaitPrimaryOtherThan(first));
        var handedOver = group.counter(next);
        while (group.counter(next).equals(handedOver) && !answered.isDone()) {
            Thread.onSpinWait();
        }
        enough.set(true);
        assertEquals(Long.toString(10 + answered.get(30, TimeUnit.SECONDS)), group.counter(next));
    }

    /** Before it is restarted: no sentinel takes it for dead, and none tells it to lead again. */
    @Test
    void aCountMovesToAnotherMemberUnderSentinelsWhileItCountsAndNothingOfItIsLost() throws Exception {
        var first = group.primary().orElseThrow();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.replaces(first);
        group.passUntilSaid("let " + SENTINELS.getLast() + " elect nobody");
        var enough = new AtomicBoolean();
        var answered = CompletableFuture.supplyAsync(() -> group.countUntil(enough::get));
        while (group.counter(first).equals("10") && !answered.isDone()) {
            Thread.onSpinWait();
        }
        group.passUntilLeads(next);
        var moved = group.counter(next);
        while (group.counter(next).equals(moved) && !answered.isDone()) {
            Thread.onSpinWait();
        }
        enough.set(true);
        assertEquals(Long.toString(10 + answered.get(60, TimeUnit.SECONDS)), group.counter(next));
        group.heal();
        assertEquals(next, group.awaitPrimary());
        group.kill(first);
        group.start(first);
        group.heal();
        assertEquals(next, group.awaitPrimary(), "who was replaced comes back as a copy");
    }

    /** The controller dies when the other leads, and no sentinel knows of it. */
    @Test
    void aMoveThatIsCutIsGoneOnWithAndASentinelElectsAfterwards() {
        var first = group.primary().orElseThrow();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.passOn(first, next);
        assertEquals(Optional.of(ObservedMember.SENTINELS), group.lead(next));
        group.heal();
        assertEquals(next, group.awaitPrimary());
        assertEquals(11, group.count());
        group.kill(next);
        group.awaitPrimaryOtherThan(next);
        assertEquals(12, group.count());
    }

    /** It was cut off just then, and has seen more elections than those that were told: they would believe it. */
    @Test
    void aSentinelThatWasNotToldOfAMoveMakesNobodyGoBack() {
        var dead = group.primary().orElseThrow();
        group.kill(dead);
        var first = group.awaitPrimaryOtherThan(dead);
        group.start(dead);
        group.heal();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.passOn(first, next);
        group.name(next, SENTINELS.subList(0, 2));
        group.heal();
        assertEquals(next, group.awaitPrimary());
        assertEquals(11, group.count());
    }

    /** It answers the others, and the controller could not ask it: they may elect by then, and would for 20 s not find that strange. */
    @Test
    void sentinelsThatWentBackByTheWordOfOneAreToldThoughTheyMayElect() {
        var dead = group.primary().orElseThrow();
        group.kill(dead);
        var first = group.awaitPrimaryOtherThan(dead);
        group.start(dead);
        group.heal();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.passOn(first, next);
        group.name(next, SENTINELS.subList(0, 2));
        group.electAgain();
        group.awaitAllName(first);
        group.heal();
        assertEquals(next, group.awaitPrimary());
        assertEquals(11, group.count());
    }

    /** The next death of the primary does not wait for who tries again. */
    @Test
    void whereTheOtherDoesNotAnswerNothingMovesAndTheSentinelsElect() {
        var first = group.primary().orElseThrow();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.freeze(next);
        assertThrows(RedisException.class, () -> group.move(first, next));
        group.thaw(next);
        assertEquals(first, group.awaitPrimary());
        group.kill(first);
        group.awaitPrimaryOtherThan(first);
        assertEquals(11, group.count());
    }

    /** The controller dies between both: nobody leads, and the sentinels, which elect nobody, name who has given up. */
    @Test
    void aMoveThatIsCutBeforeTheOtherLeadsIsHealedAtOnce() {
        var first = group.primary().orElseThrow();
        group.givesUp(
                first,
                MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow());
        group.heal();
        assertEquals(11, group.count());
        assertTrue(group.steps().stream().anyMatch(s -> s.startsWith("promote")), group.steps()::toString);
    }

    @Test
    void whoLeadsByItsOwnDataIsThePrimaryAgainWithoutTheControllerAndNobodyElseIs() {
        var first = group.primary().orElseThrow();
        group.leadsAlone(first);
        MEMBERS.forEach(group::kill);
        SENTINELS.forEach(group::kill);
        MEMBERS.forEach(group::start);
        assertEquals(first, group.awaitPrimaryOtherThan(""));
        MEMBERS.forEach(group::awaitAnswer);
        assertEquals(Optional.of(first), group.primary());
        assertEquals("10", group.counter(first));
    }

    /** Its data say that it leads, and lost their end with the power. */
    @Test
    void whoIsLeftBehindLeadsNoMoreByItselfBeforeAnotherIsPromoted() {
        var first = group.primary().orElseThrow();
        group.leadsAlone(first);
        group.awaitFiles();
        group.keepFile(first);
        assertEquals(11, group.count());
        group.awaitCopied(11);
        MEMBERS.forEach(group::kill);
        group.restoreFile(first);
        // Where it answers before them, it leads again at once, as where it is alone.
        var copies = MEMBERS.stream().filter(m -> !m.equals(first)).toList();
        copies.forEach(group::start);
        copies.forEach(group::awaitAnswer);
        group.start(first);
        group.passUntilSaid("write into the data of " + first + " that nobody leads by itself");
        assertThrows(JedisDataException.class, () -> group.tell(first, "SET", "counter", "0"), "it is a copy");
        group.kill(first);
        SENTINELS.forEach(group::kill);
        group.start(first);
        group.awaitAnswer(first);
        assertEquals(Optional.of(ObservedMember.HANDOVER), group.lead(first));
        assertEquals(Optional.empty(), group.primary());
        SENTINELS.forEach(group::start);
        group.heal();
        assertEquals(12, group.count());
    }

    @Test
    void whatTheHealthChecksKnowLetsNobodyTakeTheLead() {
        var first = group.primary().orElseThrow();
        group.healthTells(first, "PING");
        for (var command : List.of("REPLICAOF NO ONE", "CONFIG SET min-replicas-to-write 0", "GET skep:lead")) {
            var words = command.split(" ", 2);
            assertThrows(
                    JedisAccessControlException.class,
                    () -> group.healthTells(first, words[0], words[1].split(" ", -1)),
                    command);
        }
    }

    @Test
    void aReplicaThatIsNotLinkedIsHandedNothing() {
        var first = group.primary().orElseThrow();
        var next = MEMBERS.stream().filter(m -> !m.equals(first)).findFirst().orElseThrow();
        group.kill(next);
        group.readdress(next);
        assertThrows(RedisException.class, () -> group.handOver(first, next));
        assertEquals(first, group.primary().orElseThrow());
        assertEquals(11, group.count());
    }

    @Test
    void sentinelsThatComeBackEmptyAreToldWhatToWatch() {
        SENTINELS.forEach(group::kill);
        SENTINELS.forEach(group::wipe);
        SENTINELS.forEach(group::readdress);
        SENTINELS.forEach(group::start);
        group.heal();
        assertEquals(11, group.count());
        assertFalse(group.steps().subList(3, group.steps().size()).stream().anyMatch(s -> s.startsWith("promote")));
    }

    /** They could not give the third their vote: they do not know that they are asked. */
    @Test
    void aPrimaryThatDiesWhileTwoSentinelsForgetIsReplacedOnceTheyAreBack() {
        var first = group.primary().orElseThrow();
        var forgetful = SENTINELS.subList(0, 2);
        forgetful.forEach(group::kill);
        forgetful.forEach(group::wipe);
        group.kill(first);
        forgetful.forEach(group::readdress);
        forgetful.forEach(group::start);
        group.start(first);
        group.heal();
        assertNotEquals(first, group.primary().orElseThrow());
        assertEquals(11, group.count());
    }
}
