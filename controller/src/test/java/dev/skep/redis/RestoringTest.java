package dev.skep.redis;

import static dev.skep.redis.RealGroup.MEMBERS;
import static dev.skep.redis.RealGroup.SENTINELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        var old = group.awaitPrimary();
        group.kill(old);
        group.awaitPrimaryOtherThan(old);
        group.start(old);
        group.heal();
        assertEquals("3", group.counter(group.awaitPrimary()));
    }

    /** Its number is the smaller one, and still it is the newer. */
    @Test
    void whenAllRestartWhoMissedTheRestoreCopiesIt() {
        var backup = confirmedBy(1, group::holding);
        assertEquals(4, group.count());
        assertEquals(5, group.count());
        var primary = group.awaitPrimary();
        var away = MEMBERS.stream().filter(m -> !m.equals(primary)).findFirst().orElseThrow();
        group.kill(away);
        assertEquals(5L, confirmedBy(1, () -> group.restore("skep-a", backup)));
        MEMBERS.stream().filter(m -> !m.equals(away)).forEach(group::kill);
        SENTINELS.forEach(group::kill);
        for (var service : List.copyOf(MEMBERS)) {
            group.start(service);
        }
        SENTINELS.forEach(group::start);
        group.heal();
        assertEquals("3", group.counter(group.awaitPrimary()));
    }

    /** Done again until so many confirm it, as the controller does: done again is done once. */
    private static <T> T confirmedBy(int copies, Supplier<Confirmed<T>> doing) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            var done = attempt(doing);
            if (done.filter(c -> c.copies() >= copies).isPresent()) {
                return done.get().value();
            }
            assertTrue(System.nanoTime() < end, "not confirmed by " + copies + ": " + done);
        }
    }

    /** Empty: there was no answer in time, and what was asked may have been done. */
    private static <T> Optional<Confirmed<T>> attempt(Supplier<Confirmed<T>> doing) {
        try {
            return Optional.of(doing.get());
        } catch (RedisException e) {
            return Optional.empty();
        }
    }
}
