package dev.skep.redis;

import static dev.skep.redis.RealGroup.MEMBERS;
import static dev.skep.redis.RealGroup.SENTINELS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever comes first: Swarm starts members and sentinels in any order, and the controller looks in between. */
@Tag("redis")
@EnabledIf("dev.skep.redis.RealGroup#installed")
final class BootstrapTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("orders")
    void inAnyOrderTheyBecomeOneHealthyGroup(List<String> order) {
        try (var group = new RealGroup(folder)) {
            for (var service : order) {
                group.start(service);
                group.pass();
            }
            group.heal();
            assertEquals(1, group.count());
            assertEquals(
                    1,
                    group.steps().stream().filter(s -> s.startsWith("promote")).count());
        }
    }

    static Stream<List<String>> orders() {
        var membersFirst = concat(MEMBERS, SENTINELS);
        var sentinelsFirst = concat(SENTINELS, MEMBERS);
        var inTurn = List.of(
                MEMBERS.get(2), SENTINELS.get(0), MEMBERS.get(0), SENTINELS.get(2), SENTINELS.get(1), MEMBERS.get(1));
        return Stream.of(membersFirst, sentinelsFirst, inTurn, membersFirst.reversed());
    }

    private static List<String> concat(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }
}
