package dev.skep.redis;

import static dev.skep.redis.RealGroup.MEMBERS;
import static dev.skep.redis.RealGroup.SENTINELS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Real members and sentinels become healthy again, whatever happened to them. */
@Tag("redis")
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
    void aPrimaryThatDiesIsReplacedBySentinelAndComesBackAsAReplicaEvenEmpty() {
        primaryComesBackEmpty(group::readdress);
    }

    @Test
    void aPrimaryThatComesBackEmptyAtTheSameAddressWaitsForTheOthersToElect() {
        primaryComesBackEmpty(_ -> {});
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
}
