package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One counter in three Redis, watched by three sentinels; what befalls it is FaultsIT's. */
@OnTheLab
class SentinelIT {
    private static final ManifestText MANIFEST =
            manifest("t-sentinel").mode("sentinel").replicas(2).via("gateway", 18022);

    private final Scene scene;

    SentinelIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void membersAndSentinelsAreOnDistinctNodesAndOneIsPrimary() {
        scene.start(MANIFEST);
        assertEquals(3, nodes("t-sentinel-redis-").size());
        assertEquals(3, nodes("t-sentinel-sentinel-").size());
        assertEquals(1, primaries().size());
        eventually("the status names who is what", () -> {
            var status = scene.skep().run("status", "t-sentinel");
            assertEquals(1, count(status, "primary t-sentinel-redis-"), status);
            assertEquals(2, count(status, "follows, lag under 1 MiB"), status);
            assertEquals(3, count(status, "watches t-sentinel-redis-"), status);
            assertEquals(0, count(status, "not so:"), status);
        });
    }

    private static long count(String text, String words) {
        return text.lines().filter(l -> l.contains(words)).count();
    }

    private Set<Lab.Node> nodes(String services) {
        return three(services).stream().map(Container::node).collect(Collectors.toSet());
    }

    private List<Container> members() {
        return three("t-sentinel-redis-");
    }

    private List<Container> three(String services) {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(n -> scene.swarm().containers(services + n).stream())
                .toList();
    }

    private List<Container> primaries() {
        return members().stream()
                .filter(m -> m.exec(
                                "sh",
                                "-c",
                                "REDISCLI_AUTH=\"$(cat /run/secrets/redis-password)\" redis-cli --user health role")
                        .out()
                        .startsWith("master"))
                .toList();
    }
}
