package dev.skep.redis;

import static dev.skep.redis.RealGroup.MEMBERS;
import static dev.skep.redis.RealGroup.SENTINELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is restored in a group outlives its primary; done by the controller's user, who may do it, on three real Redis. */
@Tag("redis")
@EnabledIf("dev.skep.redis.RealGroup#installed")
final class RestoringTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private RealGroup group;

    @BeforeEach
    void aGroupThatCountedToThree() {
        group = new RealGroup(folder);
        MEMBERS.forEach(group::start);
        SENTINELS.forEach(group::start);
        group.heal();
        for (int i = 1; i <= 3; i++) {
            assertEquals(i, group.count());
        }
    }

    @AfterEach
    void end() {
        group.close();
    }

    @Test
    void anotherPrimaryCountsOnFromWhatWasRestored() {
        var backup = confirmedBy(2, group::holding);
        assertEquals(3, backup.count());
        assertEquals(4, group.count());
        assertEquals(4L, confirmedBy(2, () -> group.restore("skep-a", backup)));
        assertEquals("", group.refused(), "nobody was refused anything");
        var old = group.primary().orElseThrow();
        group.kill(old);
        group.awaitPrimaryOtherThan(old);
        group.start(old);
        group.heal();
        assertEquals(4, group.count());
    }

    /** Its number is the smaller one, and still it is the newer. */
    @Test
    void whenAllRestartWhoMissedTheRestoreCopiesIt() {
        var backup = group.holding().value();
        assertEquals(4, group.count());
        assertEquals(5, group.count());
        var away = MEMBERS.stream()
                .filter(m -> !m.equals(group.primary().orElseThrow()))
                .findFirst()
                .orElseThrow();
        group.kill(away);
        assertEquals(5L, confirmedBy(1, () -> group.restore("skep-a", backup)));
        MEMBERS.stream().filter(m -> !m.equals(away)).forEach(group::kill);
        SENTINELS.forEach(group::kill);
        for (var service : List.copyOf(MEMBERS)) {
            group.start(service);
        }
        SENTINELS.forEach(group::start);
        group.heal();
        assertEquals(4, group.count());
    }

    /** Done again until so many confirm it, as the controller does: done again is done once. */
    private static <T> T confirmedBy(int copies, Supplier<Confirmed<T>> doing) {
        long end = System.nanoTime() + LONGEST.toNanos();
        var done = doing.get();
        while (done.copies() < copies) {
            assertTrue(System.nanoTime() < end, "so few copies confirm it: " + done);
            done = doing.get();
        }
        return done.value();
    }
}
