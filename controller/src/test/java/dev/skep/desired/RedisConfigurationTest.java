package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.manifest.RedisSpec.Persistence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Redis is told. */
final class RedisConfigurationTest {
    @ParameterizedTest
    @CsvSource({"NONE, appendonly no, save \"\"", "RDB, appendonly no, save 60 1", "AOF, appendonly yes, save \"\""})
    void persistenceIsWhatTheManifestSays(Persistence persistence, String append, String save) {
        var lines = configuration(persistence).lines().toList();
        assertTrue(lines.contains(append), lines.toString());
        assertTrue(lines.contains(save), lines.toString());
    }

    @ParameterizedTest
    @EnumSource
    void nobodyGetsInWithoutThePasswordAndNothingIsEvicted(Persistence persistence) {
        var lines = configuration(persistence).lines().toList();
        var users = lines.stream().filter(l -> l.startsWith("user ")).toList();
        assertEquals(6, users.size(), lines.toString());
        assertTrue(users.contains("user default off ~* allchannels +@all"), "of all rights, for the append-only file");
        users.stream()
                .filter(u -> !u.startsWith("user default "))
                .forEach(u -> assertTrue(u.matches("user [a-z]+ on (#\\{\\{sha256 [a-z]+ [0-9.]+}} )+[^#>]*"), u));
        assertTrue(lines.contains("maxmemory-policy noeviction"), lines.toString());
    }

    @Test
    void anotherPersistenceIsAnotherSecretSoTheOldOneStaysForAWayBack() {
        var sample = Sample.named("incr");
        var aof = sample.withPersistence(Persistence.AOF).desired().secrets();
        var rdb = sample.withPersistence(Persistence.RDB).desired().secrets();
        assertEquals(2, aof.stream().filter(rdb::contains).count(), "the passwords are the same");
    }

    @Test
    void withRdbTheHealthCheckNotesThatThereIsASnapshot() {
        for (var sample : List.of(Sample.named("incr"), Sample.named("incr").sentinel())) {
            assertTrue(healthCheck(sample.withPersistence(Persistence.RDB)).contains("/data/skep-saved"));
            assertFalse(healthCheck(sample).contains("/data/skep-saved"));
        }
    }

    private static String healthCheck(Sample sample) {
        return sample.desired()
                .service("incr-redis-1")
                .orElseThrow()
                .spec()
                .at("/TaskTemplate/ContainerSpec/Healthcheck/Test/1")
                .asText();
    }

    private static String configuration(Persistence persistence) {
        return Sample.named("incr").withPersistence(persistence).desired().secrets().stream()
                .filter(s -> s.name().startsWith("incr-redis-conf-"))
                .findFirst()
                .orElseThrow()
                .template();
    }
}
