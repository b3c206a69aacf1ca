package dev.skep.e2e;

import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Members and sentinels of Valkey 8 instead of Redis 7. */
@OnTheLab
@TestMethodOrder(MethodName.class)
class ValkeyIT {
    private static final ManifestText MANIFEST = manifest("t-valkey")
            .mode("sentinel")
            .replicas(2)
            .via("gateway", 18035)
            .redis("image: valkey/valkey:8");

    private final Scene scene;

    ValkeyIT(Scene scene) {
        this.scene = scene;
    }

    @Test
    void aItIsValkey() {
        scene.start(MANIFEST);
        var info = redisCli(members().getFirst(), "info server");
        assertTrue(info.contains("valkey_version:8"), info);
    }

    @Test
    void bAPrimaryThatIsKilledLosesAndDoublesNothing() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            members().stream()
                    .filter(m -> redisCli(m, "role").startsWith("master"))
                    .forEach(Swarm.Container::kill);
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-valkey");
    }

    @Test
    void cAllMembersKilledAtOnceLoseAndDoubleNothing() {
        var counter = scene.start(MANIFEST);
        try (var ledger = Ledger.open(counter)) {
            ledger.awaitAnswers(50);
            members().forEach(Swarm.Container::kill);
            ledger.awaitAnswers(100);
            ledger.settle().assertBalanced();
        }
        scene.awaitReady("t-valkey");
    }

    private List<Swarm.Container> members() {
        return IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(n -> scene.swarm().containers("t-valkey-redis-" + n).stream())
                .toList();
    }

    private static String redisCli(Swarm.Container member, String command) {
        return member.exec("sh", "-c", "redis-cli --askpass --user health </run/secrets/redis-password " + command)
                .ok();
    }
}
