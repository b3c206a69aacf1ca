package dev.skep.incrementor.counter;

import static dev.skep.incrementor.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skep.incrementor.counter.RedisFailure.Kind;
import dev.skep.incrementor.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three groups with a counter each, of which the first is this task's. */
@Timeout(20)
final class CountersTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final FakeRedis one = new FakeRedis();
    private final FakeRedis two = new FakeRedis();
    private final FakeRedis three = new FakeRedis();
    private Counters counters;

    @AfterEach
    void end() {
        counters.own().close();
    }

    @Test
    void theSumIsOfAllGroupsAndTheOwnCounterIsOne() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        three.add(300);
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        assertEquals(new Outcome.Value(1), own(Operation.READ));
    }

    @Test
    void anIncrementIsInTheOwnGroupAndInTheNextSum() throws Exception {
        counters = counters(LONG);
        for (var expected = 1; expected <= 50; expected++) {
            own(Operation.INCREMENT);
            two.add(1);
            assertEquals(new Outcome.Value(2L * expected), all(Operation.READ));
        }
        assertEquals(50, one.value());
    }

    @Test
    void aResetOfAllIsZeroInEach() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        assertEquals(new Outcome.Value(0), all(Operation.RESET));
        assertEquals(0, one.value() + two.value() + three.value());
    }

    @Test
    void aResetOfTheOwnLeavesTheOthers() throws Exception {
        counters = counters(LONG);
        one.add(1);
        two.add(20);
        assertEquals(new Outcome.Value(0), own(Operation.RESET));
        assertEquals(new Outcome.Value(20), all(Operation.READ));
    }

    @Test
    void withoutOneGroupThereIsNoSumAndItIsNamed() throws Exception {
        counters = counters(SHORT);
        three.down(Kind.UNREACHABLE, "no route");
        assertEquals(new Outcome.Incomplete("three did not answer in time (no route)"), all(Operation.READ));
        assertEquals(new Outcome.Value(1), own(Operation.INCREMENT));

        three.up();
        eventually("the sum again", () -> all(Operation.READ).equals(new Outcome.Value(1)));
    }

    @Test
    void everyGroupThatIsMissingIsNamed() throws Exception {
        one.down(Kind.UNWRITABLE, "loading");
        two.down(Kind.UNREACHABLE, "no route");
        counters = counters(SHORT);
        assertEquals(
                new Outcome.Incomplete("one did not answer in time (loading); two did not answer in time (no route)"),
                all(Operation.READ));
    }

    @Test
    void aGroupThatComesInTimeIsWaitedFor() throws Exception {
        two.down(Kind.UNREACHABLE, "not yet");
        counters = counters(LONG);
        var sum = counters.askAll(Operation.READ);
        eventually("two was asked", () -> two.refusals() > 0);
        two.add(20);
        two.up();
        assertEquals(new Outcome.Value(20), sum.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aResetThatAGroupMissedDoesNotHappenThereAfterwards() throws Exception {
        counters = counters(SHORT);
        two.add(20);
        two.down(Kind.UNREACHABLE, "no route");
        assertEquals(new Outcome.Incomplete("two did not answer in time (no route)"), all(Operation.RESET));
        two.up();
        eventually("the sum again", () -> all(Operation.READ).equals(new Outcome.Value(20)));
    }

    @Test
    void aSumThatIsTooLargeIsNotTold() throws Exception {
        counters = counters(LONG);
        one.add(Long.MAX_VALUE);
        two.add(1);
        assertEquals(new Outcome.Refused("The sum of all groups is too large to be told"), all(Operation.READ));
        three.add(-1);
        assertEquals(new Outcome.Value(Long.MAX_VALUE), all(Operation.READ));
    }

    @Test
    void otherGroupsAreConnectedOnlyWhileSomebodyAsks() throws Exception {
        counters = counters(LONG);
        eventually("the own group is", () -> one.links() == 1);
        assertEquals(0, two.links());
        all(Operation.READ);
        eventually("they are left", () -> two.links() + three.links() == 0);
        assertEquals(1, one.links());
        assertEquals(new Outcome.Value(0), all(Operation.READ));
    }

    @Test
    void whoeverIsListedIsInTheSumWithoutBeingGiven() throws Exception {
        counters = counters(LONG, new Scope.Listed());
        one.add(1);
        two.add(20);
        one.open("a");
        two.open("b");
        one.list(Map.of("one", "a", "two", "b"));
        assertEquals(new Outcome.Value(21), all(Operation.READ));

        three.add(300);
        three.open("c");
        two.list(Map.of("one", "a", "two", "b", "three", "c"));
        assertEquals(new Outcome.Value(321), all(Operation.READ), "one of those that are listed lists it");
        assertEquals(new Outcome.Value(0), all(Operation.RESET));
        assertEquals(0, one.value() + two.value() + three.value());
    }

    /** As in mode single, while the mode changes. */
    @Test
    void whoIsGivenNobodyAsksThoseThatAreListed() throws Exception {
        counters = counters(LONG, new Scope.Given(List.of()));
        one.add(1);
        two.add(20);
        assertEquals(new Outcome.Value(1), all(Operation.READ));
        one.open("a");
        two.open("b");
        one.list(Map.of("one", "a", "two", "b"));
        assertEquals(new Outcome.Value(21), all(Operation.READ));
    }

    @Test
    void asLongAsNobodyIsListedThereIsNoSum() throws Exception {
        counters = counters(SHORT, new Scope.Listed());
        assertInstanceOf(Outcome.Incomplete.class, all(Operation.READ));
        assertEquals(new Outcome.Value(1), own(Operation.INCREMENT));
        one.open("a");
        one.list(Map.of("one", "a"));
        assertEquals(new Outcome.Value(1), all(Operation.READ));
    }

    @Test
    void aGroupOfAnotherRunThanIsListedIsWaitedFor() throws Exception {
        counters = counters(LONG, new Scope.Listed());
        one.open("a");
        one.list(Map.of("one", "a", "two", "b"));
        two.add(20);
        two.open("old");
        var sum = counters.askAll(Operation.READ);
        eventually("two was asked", () -> two.surveys() > 1);
        two.open("b");
        assertEquals(new Outcome.Value(20), sum.get(10, TimeUnit.SECONDS));
    }

    /** At each moment of a fold, and of a chain of folds, the sum is what was counted. */
    @Test
    void whatWasTakenIsInTheSumOnce() throws Exception {
        counters = counters(LONG, new Scope.Listed());
        one.add(1);
        two.add(20);
        three.add(300);
        one.open("a");
        two.open("b");
        three.open("c");
        one.list(Map.of("one", "a", "two", "b", "three", "c"));
        three.close();
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        two.take("c", 300);
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        two.close();
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        one.take("b", 320);
        one.take("c", 0);
        assertEquals(new Outcome.Value(321), all(Operation.READ));
        assertEquals(new Outcome.Value(0), all(Operation.RESET), "whose count was taken need not be set to 0");
        assertEquals(new Outcome.Value(0), all(Operation.READ));
        one.list(Map.of("one", "a"));
        assertEquals(new Outcome.Value(0), all(Operation.READ));
    }

    /** It was on the list when this was read, and has gone since. */
    @Test
    void whoIsOnNoListAnyMoreIsNotWaitedFor() throws Exception {
        two.down(Kind.UNREACHABLE, "it has gone");
        counters = counters(LONG, new Scope.Listed());
        one.add(21);
        one.open("a");
        one.list(Map.of("one", "a", "two", "b"));
        var sum = counters.askAll(Operation.READ);
        eventually("two was asked", () -> two.refusals() > 0);
        one.take("b", 0);
        one.list(Map.of("one", "a"));
        assertEquals(new Outcome.Value(21), sum.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aResetWhileACountIsClosedAndNotTakenIsNotAnswered() throws Exception {
        counters = counters(SHORT, new Scope.Listed());
        two.add(20);
        one.open("a");
        two.open("b");
        one.list(Map.of("one", "a", "two", "b"));
        two.close();
        assertInstanceOf(Outcome.Incomplete.class, all(Operation.RESET));
        one.take("b", 20);
        assertEquals(new Outcome.Value(0), all(Operation.RESET));
        assertEquals(new Outcome.Value(0), all(Operation.READ));
    }

    @Test
    void aCounterThatHoldsNoNumberHasNoSumUntilAReset() throws Exception {
        counters = counters(LONG);
        two.tellsNoNumber();
        assertEquals(new Outcome.Refused("two: the key \"counter\" holds no number"), all(Operation.READ));
        assertEquals(new Outcome.Value(0), all(Operation.RESET));
        assertEquals(new Outcome.Value(0), all(Operation.READ));
    }

    private Counters counters(Duration timeout) {
        return counters(timeout, new Scope.Given(List.of("two", "three")));
    }

    private Counters counters(Duration timeout, Scope scope) {
        var metrics = new Metrics();
        var redises = Map.of("two", two, "three", three);
        return new Counters(
                "one",
                new Counter(one, timeout, 100, metrics),
                scope,
                new Guests(group -> Counter.ofOtherGroup(redises.get(group), timeout, 100, metrics)));
    }

    private Outcome all(Operation operation) throws Exception {
        return counters.askAll(operation).get(10, TimeUnit.SECONDS);
    }

    private Outcome own(Operation operation) throws Exception {
        return counters.own().ask(operation).get(10, TimeUnit.SECONDS);
    }
}
