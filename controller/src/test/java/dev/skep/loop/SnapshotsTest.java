package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.observed.GroupReport;
import dev.skep.observed.GroupReport.Line;
import dev.skep.observed.ObservedResource;
import dev.skep.swarm.FakeSwarm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A Redis that is alone and cannot write its snapshots is told of, until it can. */
final class SnapshotsTest {
    private static final Sample ALONE = Sample.named("incr").withPersistence(Persistence.RDB);

    @AutoClose
    final Log log = Log.open();

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Folder folder = new Folder(ALONE);
    private final Passes passes = new Passes(swarm, folder, PasswordKey.random());

    @Test
    void oneThatFailsIsToldOfSinceThenUntilItSucceeds() {
        passes.converge();
        assertEquals(Optional.empty(), told("incr-redis-1"), "of one that is well nothing is written");
        swarm.refuse("incr-redis-1");
        passes.converge();
        var first = told("incr-redis-1").orElseThrow();
        assertEquals(List.of("AllPersist"), failing(first));
        assertEquals("incr-redis-1", first.primary());

        swarm.advance(Duration.ofMinutes(1));
        passes.converge();
        assertEquals(first, told("incr-redis-1").orElseThrow(), "since it was first seen");

        swarm.accept("incr-redis-1");
        passes.converge();
        assertEquals(List.of(), failing(told("incr-redis-1").orElseThrow()));
    }

    @Test
    void ofSeveralShardsThatOneIsToldOf() {
        folder.holds(ALONE.perReplica());
        passes.converge();
        swarm.refuse("incr-shard-2-1");
        passes.converge();
        assertEquals(List.of("AllPersist"), failing(told("incr-shard-2-1").orElseThrow()));
        assertEquals(List.of("incr-health-shard-2-1"), reports());
    }

    /** It ends where it cannot write, and the swarm tells. */
    @Test
    void oneThatWritesEverythingIsNotAsked() {
        folder.holds(ALONE.withPersistence(Persistence.AOF));
        passes.converge();
        swarm.refuse("incr-redis-1");
        passes.converge();
        assertEquals(List.of(), reports());
    }

    @Test
    void whatWasToldOfItGoesOnceSentinelsWatchIt() {
        swarm.refuse("incr-redis-1");
        passes.converge();
        assertEquals(List.of("incr-health-redis-1"), reports());
        swarm.accept("incr-redis-1");
        folder.holds(ALONE.sentinel());
        passes.converge();
        assertEquals(List.of("incr-health"), reports());
    }

    @Test
    void itGoesWithItsManifest() {
        swarm.refuse("incr-redis-1");
        passes.converge();
        folder.holds(Sample.named("other"));
        passes.converge();
        assertEquals(List.of(), swarm.observe().configsOf("incr"));
    }

    private Optional<GroupReport> told(String service) {
        return GroupReport.ofAlone("incr", service, swarm.observe());
    }

    private static List<String> failing(GroupReport report) {
        return report.failing().stream().map(Line::name).toList();
    }

    private List<String> reports() {
        return swarm.observe().configsOf("incr").stream()
                .filter(GroupReport::holds)
                .map(ObservedResource::name)
                .toList();
    }
}
