package dev.skep.manifest;

import static dev.skep.manifest.Texts.FILE;
import static dev.skep.manifest.Texts.HEAD;
import static dev.skep.manifest.Texts.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of each wrong value, word for word. */
class BadValuesTest {
    private static final String REPLICAS =
            "spec.app.replicas must be a whole number from 1 to 256 (the gateway has 256 slots)";
    private static final String CPUS =
            "spec.app.resources.cpus must be a number of cores from 0.01 to 1024, such as 0.5, 2 or 500m";
    private static final String MEMORY = "spec.app.resources.memory must be a size from 32Mi to 1Ti with its unit"
            + " (k, M, G, T or Ki, Mi, Gi, Ti), such as 128Mi";
    private static final String TIMEOUT =
            "spec.app.requestTimeout must be a duration from 100ms to 15s, such as 500ms or 3s";
    private static final String DEADLINE =
            "spec.app.update.deadline must be a duration from 1s to 24h, such as 3s, 30s, 2m or 1h30m";
    private static final String IMAGE =
            "spec.app.image must be an image reference, [registry/]name[:tag][@digest], such as skep/incrementor:1.0.0";

    @ParameterizedTest
    @MethodSource({"numbers", "words", "sizesAndDurations", "images"})
    void isRefusedAtItsPlace(String spec, String expected) {
        assertEquals(List.of(FILE + ":" + expected), problems(ManifestReader.read(FILE, HEAD + spec)));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                arguments("  app: { replicas: ten }", "5:20: " + REPLICAS + ", got the text 'ten'"),
                arguments("  app: { replicas: 0 }", "5:20: " + REPLICAS + ", got 0"),
                arguments("  app: { replicas: -3 }", "5:20: " + REPLICAS + ", got -3"),
                arguments("  app: { replicas: 257 }", "5:20: " + REPLICAS + ", got 257"),
                arguments(
                        "  app: { replicas: 99999999999999999999 }",
                        "5:20: " + REPLICAS + ", got 99999999999999999999"),
                arguments(
                        "  app: { replicas: 1e999 }", "5:20: " + REPLICAS + ", got 1e999; write it in decimal digits"),
                arguments("  app: { replicas: 0x10 }", "5:20: " + REPLICAS + ", got 0x10; write it in decimal digits"),
                arguments(
                        "  app: { replicas: 1_000 }", "5:20: " + REPLICAS + ", got 1_000; write it in decimal digits"),
                arguments("  app: { replicas: 010 }", "5:20: " + REPLICAS + ", got 010; write it in decimal digits"),
                arguments("  app: { replicas: 1:30 }", "5:20: " + REPLICAS + ", got 1:30; write it in decimal digits"),
                arguments("  app: { replicas: 2.0 }", "5:20: " + REPLICAS + ", got 2.0; write it in decimal digits"),
                arguments("  app: { replicas: .inf }", "5:20: " + REPLICAS + ", got .inf"),
                arguments(
                        "  app: { replicas: '3' }",
                        "5:20: " + REPLICAS + ", got the text '3'; write it without quotes"),
                arguments("  app: { replicas: true }", "5:20: " + REPLICAS + ", got true"),
                arguments("  app: { replicas: [3] }", "5:20: " + REPLICAS + ", got a list"),
                arguments("  app: { replicas: { min: 1 } }", "5:20: " + REPLICAS + ", got fields"),
                arguments(
                        "  app:\n    replicas:\n",
                        "6:14: " + REPLICAS + ", got nothing; leave it out for its default, 1"),
                arguments(
                        "  app: { expose: { port: 65536 } }",
                        "5:26: spec.app.expose.port must be a whole number from 1 to 65535, but not 2377 or 7946, where Swarm itself listens, got 65536"),
                arguments(
                        "  app: { expose: { port: 2377 } }",
                        "5:26: spec.app.expose.port must be a whole number from 1 to 65535, but not 2377 or 7946,"
                                + " where Swarm itself listens, got 2377"),
                arguments("  app: { resources: { cpus: .nan } }", "5:29: " + CPUS + ", got .nan"),
                arguments("  app: { resources: { cpus: 1e999 } }", "5:29: " + CPUS + ", got 1e999"),
                arguments("  app: { resources: { cpus: 0.001 } }", "5:29: " + CPUS + ", got 0.001"),
                arguments("  app: { resources: { cpus: 1025 } }", "5:29: " + CPUS + ", got 1025"),
                arguments("  app: { resources: { cpus: -1 } }", "5:29: " + CPUS + ", got -1"),
                arguments(
                        "  app: { update: { parallelism: 0 } }",
                        "5:33: spec.app.update.parallelism must be a whole number from 1 to 256, got 0"));
    }

    static Stream<Arguments> words() {
        return Stream.of(
                arguments("  suspend: yes", "5:12: spec.suspend must be true or false, got the text 'yes'; write true"),
                arguments("  suspend: on", "5:12: spec.suspend must be true or false, got the text 'on'; write true"),
                arguments("  suspend: no", "5:12: spec.suspend must be true or false, got the text 'no'; write false"),
                arguments(
                        "  suspend: 'true'",
                        "5:12: spec.suspend must be true or false, got the text 'true'; write true"),
                arguments("  suspend: 1", "5:12: spec.suspend must be true or false, got 1"),
                arguments(
                        "  app: { expose: { via: hosts } }",
                        "5:25: spec.app.expose.via must be one of auto, ingress, host, gateway, none,"
                                + " got the text 'hosts'; did you mean 'host'?"),
                arguments(
                        "  app: { expose: { via: nodePort } }",
                        "5:25: spec.app.expose.via must be one of auto, ingress, host, gateway, none,"
                                + " got the text 'nodePort'"),
                arguments(
                        "  app: { update: { order: stopFirst } }",
                        "5:27: spec.app.update.order must be one of start-first, stop-first,"
                                + " got the text 'stopFirst'; did you mean 'stop-first'?"),
                arguments(
                        "  app: { update: { failureAction: continue } }",
                        "5:35: spec.app.update.failureAction must be one of rollback, pause, got the text 'continue'"),
                arguments(
                        "  redis: { persistence: AOF }",
                        "5:25: spec.redis.persistence must be one of none, rdb, aof,"
                                + " got the text 'AOF'; did you mean 'aof'?"),
                arguments(
                        "  redis: { mode: cluster }",
                        "5:18: spec.redis.mode must be one of single, sentinel, per-replica, got the text 'cluster'"));
    }

    static Stream<Arguments> sizesAndDurations() {
        return Stream.of(
                arguments(
                        "  app: { resources: { memory: 128 } }",
                        "5:31: " + MEMORY + ", got 128; did you mean '128Mi'?"),
                arguments(
                        "  app: { resources: { memory: 128MB } }",
                        "5:31: " + MEMORY + ", got 128MB; did you mean '128Mi'?"),
                arguments("  app: { resources: { memory: 1g } }", "5:31: " + MEMORY + ", got 1g; did you mean '1Gi'?"),
                arguments("  app: { resources: { memory: 16Mi } }", "5:31: " + MEMORY + ", got 16Mi"),
                arguments("  app: { resources: { memory: 2Ti } }", "5:31: " + MEMORY + ", got 2Ti"),
                arguments("  app: { resources: { memory: -1Gi } }", "5:31: " + MEMORY + ", got -1Gi"),
                arguments(
                        "  app: { resources: { memory: 99999999999999999999Gi } }",
                        "5:31: " + MEMORY + ", got 99999999999999999999Gi"),
                arguments("  app: { resources: { memory: lots } }", "5:31: " + MEMORY + ", got the text 'lots'"),
                arguments(
                        "  app: { update: { deadline: 120 } }",
                        "5:30: " + DEADLINE + ", got 120; did you mean '120s'?"),
                arguments("  app: { update: { deadline: 1:30 } }", "5:30: " + DEADLINE + ", got 1:30"),
                arguments("  app: { update: { deadline: 2 minutes } }", "5:30: " + DEADLINE + ", got 2 minutes"),
                arguments("  app: { update: { deadline: 999ms } }", "5:30: " + DEADLINE + ", got 999ms"),
                arguments("  app: { update: { deadline: 24h1s } }", "5:30: " + DEADLINE + ", got 24h1s"),
                arguments("  app: { update: { deadline: -5s } }", "5:30: " + DEADLINE + ", got -5s"),
                arguments("  app: { update: { deadline: '' } }", "5:30: " + DEADLINE + ", got the text ''"),
                arguments(
                        "  app: { update: { monitor: 0s } }",
                        "5:29: spec.app.update.monitor must be a duration from 100ms to 1h,"
                                + " such as 500ms, 3s, 30s or 2m, got 0s"),
                arguments("  app: { requestTimeout: 99ms }", "5:26: " + TIMEOUT + ", got 99ms"),
                arguments("  app: { requestTimeout: 15s1ms }", "5:26: " + TIMEOUT + ", got 15s1ms"));
    }

    static Stream<Arguments> images() {
        return Stream.of(
                arguments(
                        "  app: { image: 'Skep/Incrementor:1' }",
                        "5:17: " + IMAGE + ", got the text 'Skep/Incrementor:1'; did you mean 'skep/incrementor:1'?"),
                arguments(
                        "  app: { image: 'https://ghcr.io/skep/app' }",
                        "5:17: " + IMAGE
                                + ", got the text 'https://ghcr.io/skep/app'; did you mean 'ghcr.io/skep/app'?"),
                arguments("  app: { image: 'redis:' }", "5:17: " + IMAGE + ", got the text 'redis:'"),
                arguments(
                        "  app: { image: 'redis:7 ' }",
                        "5:17: " + IMAGE + ", got the text 'redis:7 '; did you mean 'redis:7'?"),
                arguments(
                        "  app: { image: 'redis@sha256:abc' }", "5:17: " + IMAGE + ", got the text 'redis@sha256:abc'"),
                arguments("  app: { image: 7 }", "5:17: " + IMAGE + ", got 7; write it in quotes: '7'"),
                arguments("  app: { image: '-x' }", "5:17: " + IMAGE + ", got the text '-x'"),
                arguments(
                        "  app: { image: " + "a".repeat(256) + " }",
                        "5:17: " + IMAGE + ", got the text '" + "a".repeat(60) + "…'"),
                arguments(
                        "  app: { image: " + "a".repeat(64) + " }",
                        "5:17: " + IMAGE + ", got the text '" + "a".repeat(60) + "…'"));
    }
}
