package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.RedisSpec.Persistence;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another image of Redis, or another persistence, while it counts: the count is handed over before any Redis ends. */
final class RedisChangeTest {
    private static final Sample SINGLE = Sample.named("incr");
    private static final Sample SENTINEL = SINGLE.sentinel();
    private static final String NEWER = "redis:8";

    @AutoClose
    final Log log = Log.open();

    @Test
    void withSentinelsEachMemberIsRestartedAndNobodyEverElects() {
        var scene = new CountingScene(SENTINEL);
        var before = scene.tasks("incr-redis-1");
        scene.become(SENTINEL.withRedisImage(NEWER));
        assertNotEquals(before, scene.tasks("incr-redis-1"));
        assertEquals(0, scene.redis().elections());
        assertNotEquals(List.of("incr-redis-1"), scene.redis().leaders());
        scene.assertCounted();
    }

    @Test
    void oneThatIsAloneHandsTheCountToAnotherThatHasCopiedIt() {
        var scene = new CountingScene(SINGLE);
        scene.become(SINGLE.withRedisImage(NEWER));
        assertEquals(List.of("incr-redis-2"), scene.redisServices());
        scene.assertCounted();
    }

    @Test
    void soItIsWithAnotherPersistence() {
        var scene = new CountingScene(SINGLE);
        scene.become(SINGLE.withPersistence(Persistence.RDB));
        assertEquals(List.of("incr-redis-2"), scene.redisServices());
        scene.become(SINGLE);
        assertEquals(List.of("incr-redis-3"), scene.redisServices());
        scene.assertCounted();
    }

    @Test
    void whoChangesTheModeAndTheImageGetsBoth() {
        var scene = new CountingScene(SINGLE);
        scene.become(SENTINEL.withRedisImage(NEWER));
        scene.assertCounted();
        scene.become(SINGLE);
        scene.assertCounted();
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheControllerIsKilledItGoesOn(Moment moment) {
        for (var from : List.of(SINGLE, SENTINEL)) {
            var to = from.withRedisImage(NEWER);
            var whole = new CountingScene(from);
            whole.become(to);
            for (int call = 1; ; call++) {
                var cut = new CountingScene(from);
                cut.faults().failCall(call, moment, new Cut());
                cut.become(to);
                if (cut.faults().pending()) {
                    assertTrue(call > 10, "something is called");
                    break;
                }
                assertEquals(whole.redisServices(), cut.redisServices(), "call " + call);
                cut.assertCounted();
            }
        }
    }

    @Test
    void whereverThePersonChangesTheirMindItGoesBack() {
        for (var from : List.of(SINGLE, SENTINEL)) {
            for (int passes = 1; passes < 25; passes++) {
                var scene = new CountingScene(from);
                scene.begin(from.withRedisImage(NEWER), passes);
                scene.become(from);
                assertEquals(0, scene.redis().elections(), "after " + passes);
                scene.assertCounted();
            }
        }
    }
}
