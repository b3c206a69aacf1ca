package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The controller is killed (-9) after every so many steps of a change, and so is each that takes its place, until the change has come
 * to pass, while clients count. With {@code SKEP_ALL=yes} every change is tried, and is cut after each single step, too.
 */
@OnTheLab
class CutChangesIT {
    /**
     * From one to the other and, where no data are in the way, back.
     *
     * @param name of the manifest
     */
    private record Change(String name, ManifestText from, ManifestText to, boolean back) {
        Stream<ManifestText> way() {
            return Stream.of(from, to, from).limit(back ? 3 : 2);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final ManifestText SINGLE =
            manifest("t-cut").mode("single").replicas(2).via("gateway", 18202);
    private static final ManifestText SENTINEL = SINGLE.mode("sentinel");
    private static final ManifestText PER_REPLICA = SINGLE.mode("per-replica");

    private static final List<Change> MODES = List.of(
            new Change("t-cut-sentinel", SINGLE, SENTINEL, true),
            new Change("t-cut-per-replica", SINGLE, PER_REPLICA, true));

    private static final List<Change> OTHERS = List.of(
            new Change("t-cut-members", SENTINEL, SENTINEL.redis("sentinel: { members: 5 }"), true),
            new Change("t-cut-shards", PER_REPLICA, PER_REPLICA.replicas(3), true),
            new Change("t-cut-image", SENTINEL, SENTINEL.redis("image: redis:8"), false));

    private final Scene scene;
    private String name = "";

    CutChangesIT(Scene scene) {
        this.scene = scene;
    }

    static Stream<Arguments> cuts() {
        return "yes".equals(System.getenv("SKEP_ALL"))
                ? Stream.concat(MODES.stream(), OTHERS.stream())
                        .flatMap(c -> Stream.of(1, 3).map(every -> Arguments.of(c, every)))
                : MODES.stream().map(c -> Arguments.of(c, 6));
    }

    @ParameterizedTest(name = "{0}, every {1}")
    @MethodSource("cuts")
    void aChangeComesToPassWhereverTheControllerIsKilled(Change change, int every) {
        name = change.name() + "-" + every;
        var way = change.way().map(manifest -> manifest.name(name)).toList();
        var counter = scene.start(way.getFirst());
        for (var next : way.subList(1, way.size())) {
            try (var ledger = Ledger.open(counter);
                    var _ = new Sums(counter, ledger)) {
                ledger.awaitAnswers(50);
                become(next, every);
                ledger.awaitAnswers(50);
                ledger.settle().assertSumBalancedWithoutFailure();
            }
        }
    }

    private void become(ManifestText next, int every) {
        try (var cuts = new Cuts(scene, name, every)) {
            scene.apply(next);
            eventually("nothing of before is left", () -> assertEquals(components(next.mode()), components()));
            assertFalse(cuts.killed().isEmpty());
        }
    }

    private static Set<String> components(String mode) {
        return switch (mode) {
            case "single" -> Set.of("app", "gateway", "redis");
            case "sentinel" -> Set.of("app", "gateway", "redis", "sentinel");
            default -> Set.of("app", "gateway", "shard");
        };
    }

    private Set<String> components() {
        return scene.swarm().components(name).keySet();
    }

    @AfterEach
    void remove() {
        scene.delete(name);
        scene.awaitDeleted(name);
    }
}
