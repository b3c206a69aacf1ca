package dev.skep.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.plan.Step;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/status.md promises to programs. */
final class StatusContractTest {
    private static final Path DOCS = Path.of("../docs/status.md");
    private static final Pattern HOLD = Pattern.compile("new Hold\\(\\s*\"(\\w+)\"");

    @Test
    void everyReasonIsDocumented() throws IOException {
        var docs = Files.readString(DOCS);
        var reasons = holds();
        assertFalse(reasons.isEmpty(), "there are holds in the sources");
        for (var reason : Reason.values()) {
            reasons.add(reason.word());
        }
        for (var reason : reasons) {
            assertTrue(docs.contains("| `" + reason + "` |"), reason + " has no row in docs/status.md");
        }
    }

    @Test
    void everyReasonOfAnEventIsDocumented() throws IOException {
        var docs = Files.readString(DOCS);
        var reasons = Stream.concat(
                Stream.of(EventReason.values()).map(EventReason::word),
                Stream.of(Step.class.getPermittedSubclasses()).map(Class::getSimpleName));
        for (var reason : reasons.toList()) {
            assertTrue(docs.contains("`" + reason + "`"), reason + " is not in docs/status.md");
        }
    }

    @Test
    void theJsonHasTheFieldsThatAreDocumented() throws IOException {
        var json = StatusJson.of(status());
        assertEquals(
                "[name, manifest, mode, generation, observedAt, conditions, services, groups, volumes, urls, waitingFor]",
                names(json));
        assertEquals("[Ready, Progressing, Degraded, RedisHealthy]", texts(json.path("conditions"), "type"));
        var ready = json.path("conditions").path(0);
        assertEquals("[type, status, reason, message, since, observedGeneration]", names(ready));
        assertEquals("True", ready.path("status").asText());
        assertTrue(ready.path("since").asText().matches("2030-01-01T00:00:0\\d\\.\\d{3}Z"), ready.toString());
        assertTrue(json.path("conditions").path(2).path("since").isNull(), "of what the swarm keeps no time");
        assertEquals("[incr-redis-1, incr-app]", texts(json.path("services"), "name"));
        assertEquals(
                "[name, component, image, wanted, running, old, trouble]",
                names(json.path("services").path(0)));
        assertEquals(
                "{\"name\":\"incr-redis-1\",\"persistence\":\"aof\",\"nodes\":[{\"name\":\"node1\",\"ready\":true}]}",
                json.path("volumes").path(0).toString());
        var docs = Files.readString(DOCS);
        json.fieldNames().forEachRemaining(f -> assertTrue(docs.contains("`" + f + "`"), f + " is not documented"));
    }

    private static ManifestStatus status() {
        var sample = Sample.named("incr");
        var desired = sample.desired(Way.NONE);
        var town = new Town(new FakeSwarm(3));
        town.bring(desired);
        var observed = town.observe();
        return ManifestStatus.of(Optional.of(sample.manifest()), desired, town.plan(desired, observed), observed);
    }

    private static List<String> holds() throws IOException {
        var found = new ArrayList<String>();
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                var match = HOLD.matcher(Files.readString(source));
                while (match.find()) {
                    found.add(match.group(1));
                }
            }
        }
        return found;
    }

    private static String names(com.fasterxml.jackson.databind.JsonNode object) {
        return object.properties().stream().map(f -> f.getKey()).toList().toString();
    }

    private static String texts(com.fasterxml.jackson.databind.JsonNode array, String field) {
        return array.valueStream().map(e -> e.path(field).asText()).toList().toString();
    }
}
