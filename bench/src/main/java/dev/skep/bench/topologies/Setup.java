package dev.skep.bench.topologies;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One thing to be measured: instances of one design before Redis in one arrangement.
 *
 * @param name such as ancestor-10x1
 * @param family setups of one family are one manifest that is scaled
 * @param cores that one instance may use at most; empty: as many as there are
 */
record Setup(String name, String family, Design design, int replicas, Mode mode, Optional<Double> cores) {
    /** What an instance is. */
    enum Design {
        /** Flask under gunicorn -w 3, one INCR a request, Redis as its image has it: snapshots. */
        ANCESTOR("skep/ancestor:1", "rdb"),
        /** Skep's app and Skep's default: each batch is on the disk before it is answered. */
        SKEP("skep/incrementor:1.0.0", "aof");

        private final String image;
        private final String persistence;

        Design(String image, String persistence) {
            this.image = image;
            this.persistence = persistence;
        }
    }

    /** How Redis is arranged, as spec.redis.mode has it. */
    enum Mode {
        SINGLE,
        PER_REPLICA,
        SENTINEL;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Of instances that may use a quarter of a core each, so that there is something to scale. */
    static final String PINNED = "pinned";

    private static final double QUARTER = 0.25;

    static Setup of(String name, Design design, int replicas, Mode mode) {
        return new Setup(name, name, design, replicas, mode, Optional.empty());
    }

    static Setup pinned(int replicas) {
        return new Setup(PINNED + "-" + replicas, PINNED, Design.SKEP, replicas, Mode.SINGLE, Optional.of(QUARTER));
    }

    /** The ancestor's three first, in its order. */
    static List<Setup> topologies() {
        return List.of(
                of("ancestor-1x1", Design.ANCESTOR, 1, Mode.SINGLE),
                of("ancestor-10x1", Design.ANCESTOR, 10, Mode.SINGLE),
                of("ancestor-10x10", Design.ANCESTOR, 10, Mode.PER_REPLICA),
                of("1x1", Design.SKEP, 1, Mode.SINGLE),
                of("10x1", Design.SKEP, 10, Mode.SINGLE),
                of("10x10", Design.SKEP, 10, Mode.PER_REPLICA),
                of("10xsentinel", Design.SKEP, 10, Mode.SENTINEL));
    }

    /** All that can be measured. */
    static List<Setup> all() {
        var pinned = IntStream.of(1, 2, 4, 6, 8, 10).mapToObj(Setup::pinned);
        return Stream.concat(topologies().stream(), pinned).toList();
    }

    /** The name of its manifest. */
    String manifest() {
        return "bench-" + family;
    }

    String text(int port) {
        var limits = cores.map(c -> "resources: { cpus: %s }".formatted(c)).orElse("resources: {}");
        return """
                # Written by skep bench topologies, which deletes it again.
                apiVersion: skep.dev/v1
                kind: Incrementor
                metadata: { name: %s }
                spec:
                  app:
                    image: %s
                    replicas: %d
                    expose: { port: %d }
                    %s
                  redis: { mode: %s, persistence: %s }
                """.formatted(manifest(), design.image, replicas, port, limits, mode.word(), design.persistence);
    }
}
