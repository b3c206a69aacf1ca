package dev.skep.bench.topologies;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One thing to be measured: instances of one design before Redis in one arrangement.
 *
 * @param name such as ancestor-10x1
 * @param family setups of one family are one manifest that is scaled
 */
record Setup(String name, String family, Design design, int replicas, Mode mode, Limit limit) {
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

    /** What it is held to, so that there is something to scale on one machine. */
    sealed interface Limit {
        /** As much as there is. */
        record None() implements Limit {}

        /** Each instance to so many cores, by its manifest. */
        record OfInstance(double cores) implements Limit {}

        /**
         * Each instance to so many cores while it is measured, and not before: a JVM that may use so little takes minutes to
         * compile what it runs.
         */
        record OfWarmInstance(double cores) implements Limit {}

        /** Each node to so many cores for all that runs there, while it is measured. */
        record OfNode(double cores) implements Limit {}
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

    /** Of instances that may use a quarter of a core each. */
    static final String PINNED = "pinned";

    /** Of instances that may use a twentieth of a core each: ten of them leave the machine room. */
    static final String THIN = "thin";

    /** Of nodes that have half a core each for an instance, a gateway, and one of them for Redis. */
    static final String NODES = "nodes";

    /** Asked for by name only: the others show as much in less time. */
    private static final Set<String> EXTRA = Set.of("pinned-6", "pinned-8", "thin-7");

    private static final double QUARTER = 0.25;
    private static final double TWENTIETH = 0.05;
    private static final double HALF = 0.5;

    static Setup of(String name, Design design, int replicas, Mode mode) {
        return new Setup(name, name, design, replicas, mode, new Limit.None());
    }

    static Setup pinned(int replicas) {
        return scaled(PINNED, replicas, new Limit.OfInstance(QUARTER));
    }

    static Setup thin(int replicas) {
        return scaled(THIN, replicas, new Limit.OfWarmInstance(TWENTIETH));
    }

    /** An instance a node. */
    static Setup nodes(int nodes) {
        return scaled(NODES, nodes, new Limit.OfNode(HALF));
    }

    private static Setup scaled(String family, int replicas, Limit limit) {
        return new Setup(family + "-" + replicas, family, Design.SKEP, replicas, Mode.SINGLE, limit);
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

    /** What a full run measures. */
    static List<Setup> full() {
        return all().stream().filter(s -> !EXTRA.contains(s.name())).toList();
    }

    /** All that can be measured. */
    static List<Setup> all() {
        return Stream.of(
                        topologies().stream(),
                        IntStream.of(1, 2, 4, 6, 8, 10).mapToObj(Setup::pinned),
                        IntStream.of(1, 2, 4, 7, 10).mapToObj(Setup::thin),
                        IntStream.of(1, 2, 3).mapToObj(Setup::nodes))
                .flatMap(setups -> setups)
                .toList();
    }

    /** Whether it only shows how instances scale, at one number of connections. */
    boolean isScale() {
        return switch (limit) {
            case Limit.None _ -> false;
            case Limit.OfInstance _, Limit.OfWarmInstance _, Limit.OfNode _ -> true;
        };
    }

    /** The name of its manifest. */
    String manifest() {
        return "bench-" + family;
    }

    String text(int port) {
        var limits =
                switch (limit) {
                    case Limit.OfInstance(var cores) -> "resources: { cpus: %s }".formatted(cores);
                    case Limit.None _, Limit.OfWarmInstance _, Limit.OfNode _ -> "resources: {}";
                };
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
