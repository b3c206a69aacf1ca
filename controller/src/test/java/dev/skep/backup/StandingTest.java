package dev.skep.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.topology.Watched;
import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedMember.Data;
import dev.skep.observed.ObservedMember.Primary;
import dev.skep.observed.ObservedMember.Replica;
import dev.skep.observed.ObservedMember.Role;
import dev.skep.observed.ObservedSentinel;
import dev.skep.observed.ObservedSentinel.Belief;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which primary is believed, as the sentinels speak of it. */
final class StandingTest {
    private static final Watched WANTED =
            new Watched("redis", List.of("m1", "m2", "m3"), List.of("s1", "s2", "s3"), 2, Duration.ofSeconds(1));
    private static final Endpoint M1 = new Endpoint("m1", "m1", "m1");

    @Test
    void mostSentinelsMustNameIt() {
        assertStands("m1", "m1", "m1");
        assertStands("m1", "m1");
        assertFalls("m1");
        assertFalls("m1", "m2", "m2");
        assertFalls();
    }

    @Test
    void whoTakesItForDownDoesNotStandByIt() {
        assertStands("m1", "m1", "m1 down");
        assertFalls("m1", "m1 down", "m1 down");
    }

    @Test
    void whileOneMakesAnotherThePrimaryNobodyStands() {
        assertFalls("m1", "m1", "m1 failing-over");
    }

    @Test
    void twoPrimariesAreNone() {
        var two = new ObservedGroup(
                List.of(member("m1", new Primary()), member("m2", new Primary())),
                sentinels("m1", "m1", "m1"),
                List.of());
        assertEquals(Optional.empty(), Standing.primary(WANTED, two));
    }

    /** A sentinel alone that takes it for down may be the one that knows that enough do. */
    @Test
    void whereNotAllConfirmNoneThatIsHeardMayBeAgainstIt() {
        assertTrue(undisputed("m1", "m1", "m1"));
        assertTrue(undisputed("m1", "m1"));
        assertFalse(undisputed("m1", "m1", "m1 down"));
        assertFalse(undisputed("m1", "m1", "m2"));
    }

    /** Sentinels that are not there cannot agree, and need not: its data say that nobody else may lead. */
    @Test
    void whoLeadsByItsOwnDataStandsWithoutThem() {
        assertEquals(Optional.of(M1), Standing.byItself(alone(List.of(), member("m2", new Replica("m1", true)))));
        assertEquals(Optional.of(M1), Standing.byItself(alone(sentinels("m1 never"))));
        assertEquals(Optional.empty(), Standing.byItself(group("m1", "m1", "m1")), "the sentinels elect");
    }

    @Test
    void whoLeadsByItsOwnDataDoesNotStandWhereASentinelMayElectOrAnotherKnowsMore() {
        assertEquals(Optional.empty(), Standing.byItself(alone(sentinels("m1"))));
        var ahead = member("m2", new Replica("127.0.0.1", false), new Data(1, 1, 0), ObservedMember.SENTINELS);
        assertEquals(Optional.empty(), Standing.byItself(alone(List.of(), ahead)));
    }

    private static ObservedGroup alone(List<ObservedSentinel> sentinels, ObservedMember... others) {
        var leading = member("m1", new Primary(), new Data(0, 0, 0), "m1");
        return new ObservedGroup(
                Stream.concat(Stream.of(leading), Stream.of(others)).toList(), sentinels, List.of());
    }

    private static boolean undisputed(String... beliefs) {
        return Standing.undisputed(WANTED, group(beliefs), M1);
    }

    private static void assertStands(String... beliefs) {
        assertEquals(Optional.of(M1), Standing.primary(WANTED, group(beliefs)));
    }

    private static void assertFalls(String... beliefs) {
        assertEquals(Optional.empty(), Standing.primary(WANTED, group(beliefs)));
    }

    private static ObservedGroup group(String... beliefs) {
        var members = List.of(
                member("m1", new Primary()),
                member("m2", new Replica("m1", true)),
                member("m3", new Replica("m1", true)));
        return new ObservedGroup(members, sentinels(beliefs), List.of());
    }

    private static ObservedMember member(String name, Role role) {
        return member(name, role, new Data(0, 0, 0), ObservedMember.SENTINELS);
    }

    private static ObservedMember member(String name, Role role, Data data, String lead) {
        return new ObservedMember(
                new Endpoint(name, name, name),
                role,
                data,
                true,
                Optional.of(lead),
                true,
                Optional.empty(),
                false,
                Optional.of(lead));
    }

    private static List<ObservedSentinel> sentinels(String... beliefs) {
        return IntStream.range(0, beliefs.length)
                .mapToObj(i -> sentinel(
                        "s" + (i + 1), Stream.of(beliefs[i].split(" ", -1)).toList()))
                .toList();
    }

    private static ObservedSentinel sentinel(String name, List<String> words) {
        var belief = new Belief(
                words.getFirst(),
                words.contains("down"),
                words.contains("failing-over"),
                Set.of(),
                Set.of(),
                Set.of(),
                true,
                words.contains("never") ? Watched.NEVER : 2);
        return new ObservedSentinel(new Endpoint(name, name, name), Optional.of(belief));
    }
}
