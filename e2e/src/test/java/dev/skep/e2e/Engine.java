package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmUnderTest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The engine that {@code DOCKER_HOST} names. */
final class Engine {
    static final String IMAGE = "redis:7";

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Swarm SWARM = new DockerSwarm(EngineApi.connect(
            DefaultDockerClientConfig.createDefaultConfigBuilder().build(), Duration.ofSeconds(10), (_, _, _) -> {}));

    private Engine() {}

    static Swarm swarm() {
        return SWARM;
    }

    /** This engine, as seen by that swarm. */
    static SwarmUnderTest underTest(Swarm swarm) {
        return new SwarmUnderTest(swarm, IMAGE, Engine::eventually);
    }

    /** Asks again and again until it is true; fails when it is not within a minute. */
    static void eventually(String what, Callable<Boolean> holds) throws Exception {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > end) {
                fail("not within " + LONGEST.toSeconds() + " s: " + what);
            }
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        }
    }
}
