package dev.skep.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is said to whom where a count moves under sentinels, and not all of it comes about. */
final class MovingTest {
    private static final Watched GROUP =
            new Watched("incr-redis", List.of("m1", "m2", "m3"), List.of("s1", "s2", "s3"), 2, Duration.ofSeconds(1));
    private static final List<String> ALL = List.of(
            "m3 follows m2",
            "s1 watches nothing",
            "s2 watches nothing",
            "s3 watches nothing",
            "s1 watches m2, and elects nobody",
            "s2 watches m2, and elects nobody",
            "s3 watches m2, and elects nobody");

    private final Visited visited = new Visited();

    @Test
    void copiesAreToldFirstAndSentinelsForgetBeforeOneIsTold() {
        visited.passedOn(() -> leads("m2"));
        move();
        assertEquals(ALL, visited.told());
    }

    @Test
    void whereItWasNotPassedOnTheSentinelsElectAgainAtOnce() {
        visited.passedOn(() -> fails("m1"));
        var failure = assertThrows(RedisException.class, this::move);
        assertEquals("no answer in time", failure.getMessage());
        assertEquals(List.of("s1 wants 2", "s2 wants 2", "s3 wants 2"), visited.told());
    }

    @Test
    void whereOnlyTheAnswerCameTooLateAllAreTold() {
        visited.passedOn(() -> fails("m2"));
        move();
        assertEquals(ALL, visited.told());
    }

    /** Whoever looks next sees who knows most. */
    @Test
    void whereNobodyLeadsNobodyIsToldAnything() {
        visited.passedOn(() -> fails("nobody"));
        assertThrows(RedisException.class, this::move);
        assertEquals(List.of(), visited.told());
    }

    /** It costs a second each time, in which no app task would know who leads. */
    @Test
    void theOthersDoNotWaitForASentinelThatDoesNotAnswer() {
        visited.passedOn(() -> leads("m2"));
        visited.away().add("s1");
        var failure = assertThrows(RedisException.class, this::move);
        assertTrue(failure.getMessage().startsWith("s1"), failure::getMessage);
        assertEquals(ALL.stream().filter(w -> !w.startsWith("s1")).toList(), visited.told());
    }

    private void fails(String leader) {
        leads(leader);
        throw new RedisException("no answer in time", null);
    }

    private void leads(String leader) {
        Stream.of("m1", "m2").forEach(m -> visited.is(m, m.equals(leader) ? new Primary() : new Replica(leader, true)));
    }

    private void move() {
        visited.move(
                endpoint("m1"),
                endpoint("m2"),
                GROUP,
                GROUP.sentinels().stream().map(MovingTest::endpoint).toList(),
                List.of(endpoint("m3")));
    }

    /** Its address is its name. */
    private static Endpoint endpoint(String name) {
        return new Endpoint(name, name, name);
    }
}
