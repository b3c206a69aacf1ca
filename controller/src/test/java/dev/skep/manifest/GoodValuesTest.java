package dev.skep.manifest;

import static dev.skep.manifest.Texts.HEAD;
import static dev.skep.manifest.Texts.spec;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoodValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0.01, 10_000_000",
        "0.5, 500_000_000",
        "'\"0.5\"', 500_000_000",
        "500m, 500_000_000",
        "2, 2_000_000_000",
        "0.123456789, 123_456_789",
        "1024, 1_024_000_000_000"
    })
    void cpusAreCoresOrThousandths(String written, String nanos) {
        assertEquals(
                Long.parseLong(nanos.replace("_", "")),
                spec(HEAD + "  app: { resources: { cpus: " + written + " } }")
                        .app()
                        .resources()
                        .nanoCpus());
    }

    @ParameterizedTest
    @CsvSource({
        "32Mi, 33554432",
        "128Mi, 134217728",
        "64M, 64000000",
        "512000k, 512000000",
        "65536Ki, 67108864",
        "1G, 1000000000",
        "1Gi, 1073741824",
        "1T, 1000000000000",
        "1Ti, 1099511627776"
    })
    void memoryIsBytesWithAUnit(String written, long bytes) {
        assertEquals(
                bytes,
                spec(HEAD + "  app: { resources: { memory: " + written + " } }")
                        .app()
                        .resources()
                        .memoryBytes());
    }

    @ParameterizedTest
    @CsvSource({"1s, PT1S", "1000ms, PT1S", "90s, PT1M30S", "1h30m, PT1H30M", "2m5s500ms, PT2M5.5S", "24h, PT24H"})
    void durationsHaveUnits(String written, Duration duration) {
        assertEquals(
                duration,
                spec(HEAD + "  app: { update: { deadline: " + written + " } }")
                        .app()
                        .update()
                        .deadline());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "redis:7",
                "skep/incrementor:1.0.0",
                "docker.io/library/redis",
                "localhost:5000/x/y__z/a-b.c:V1_2-3",
                "Registry.Example/app",
                "'[2001:db8::1]:5000/app'",
                "redis@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "redis:7@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void imagesAreReferencesOfTheDistribution(String written) {
        assertEquals(
                written.replace("'", ""),
                spec(HEAD + "  app: { image: " + written + " }").app().image().text());
    }

    @ParameterizedTest
    @EnumSource(ExposeSpec.Via.class)
    void everyWayInHasItsWord(ExposeSpec.Via via) {
        assertEquals(
                via,
                spec(HEAD + "  app: { expose: { via: " + Words.of(via) + " } }")
                        .app()
                        .expose()
                        .via());
    }

    @Test
    void aNameMayBeFortyLettersLong() {
        String name = "a".repeat(39) + "1";

        assertEquals(8080, spec(HEAD.replace("incr", name)).app().expose().port());
    }
}
