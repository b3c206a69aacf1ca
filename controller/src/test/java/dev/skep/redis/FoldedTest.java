package dev.skep.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.observed.Endpoint;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** A count goes from one real Redis into another: wherever it is cut, and whoever is killed then, it is there once in the end. */
@Tag("redis")
@EnabledIf("dev.skep.redis.RealGroup#installed")
@Timeout(180)
final class FoldedTest {
    private static final Endpoint SOMEWHERE = new Endpoint("incr-shard-1-1", "127.0.0.1", "127.0.0.1");
    private static final String HOME = "incr-shard-1:6379";
    private static final int CALLS = 3;

    @TempDir
    private Path folder;

    /** Who is killed where it is cut. */
    enum Killed {
        NOBODY,
        WHO_GOES,
        WHO_TAKES
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsCut(Killed killed) throws Exception {
        for (int calls = 0; calls <= CALLS; calls++) {
            try (var leaves = start(killed + "-leaves-" + calls);
                    var home = start(killed + "-home-" + calls)) {
                begin(leaves, "a1", "41");
                begin(home, "b1", "100");
                fold(leaves, home, calls);
                switch (killed) {
                    case NOBODY -> {}
                    case WHO_GOES -> leaves.killAndStart();
                    case WHO_TAKES -> home.killAndStart();
                }
                fold(leaves, home, CALLS);
                fold(leaves, home, CALLS);
                assertEquals("141", counted(home), "after " + calls);
                assertEquals(Set.of("a1"), look(home).took());
                assertEquals("41", counted(leaves), "its amount stays");
            }
        }
    }

    private RealRedis start(String name) throws Exception {
        return RealRedis.start(Files.createDirectory(folder.resolve(name)));
    }

    private static void begin(RealRedis redis, String birth, String count) {
        try (var jedis = redis.connect()) {
            Shares.admit(jedis, Optional.empty(), birth);
            jedis.set("counter", count);
        }
    }

    /** So many of its calls, by what stands there. */
    private static void fold(RealRedis leaves, RealRedis home, int calls) {
        try (var from = leaves.connect();
                var to = home.connect()) {
            if (calls == 0) {
                return;
            }
            var closed = Shares.close(from, run(from), HOME);
            if (calls == 1) {
                return;
            }
            var amount = Shares.amount(from, closed);
            if (calls == 2) {
                return;
            }
            Shares.take(to, closed.birth(), amount.count(), amount.took(), run(to).birth());
        }
    }

    private static Run run(Jedis redis) {
        return Shares.look(SOMEWHERE, redis).run().orElseThrow();
    }

    private static ObservedShare look(RealRedis redis) {
        try (var jedis = redis.connect()) {
            return Shares.look(SOMEWHERE, jedis);
        }
    }

    private static String counted(RealRedis redis) {
        try (var jedis = redis.connect()) {
            return jedis.get("counter");
        }
    }
}
