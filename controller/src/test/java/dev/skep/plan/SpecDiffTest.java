package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a spec is as it was asked for. */
final class SpecDiffTest {
    private static final Map<String, String> NETWORKS = Map.of("n1", "incr");

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0", "\"\"", "false", "null", "[]", "{}"})
    void whatIsNotThereEqualsItsZero(String zero) throws Exception {
        var desired = Json.object("a", Json.object("b", new ObjectMapper().readTree(zero)));
        assertEquals(List.of(), diff(Json.object(), desired));
        assertEquals(1, diff(Json.object("a", Json.object("b", 7)), desired).size(), "what is asked to be zero is");
    }

    @Test
    void whatIsThereIsNotZero() {
        assertEquals(List.of("a: (none) -> 1"), diff(Json.object(), Json.object("a", 1)));
        assertEquals(List.of("a: 1 -> 0"), diff(Json.object("a", 1), Json.object("a", 0)));
    }

    @Test
    void numbersAreEqualByValue() {
        assertEquals(List.of(), diff(Json.object("a", 3.0), Json.object("a", 3L)));
        assertEquals(List.of("a: 3.5 -> 3"), diff(Json.object("a", 3.5), Json.object("a", 3)));
    }

    @ParameterizedTest
    @CsvSource({
        "redis:7, redis:7, true",
        "redis:7@sha256:1, redis:7, true",
        "redis:7@sha256:1, redis:7@sha256:1, true",
        "redis:7@sha256:1, redis:7@sha256:2, false",
        "redis:7, redis:7@sha256:2, false",
        "redis:70@sha256:1, redis:7, false",
        "redis:6@sha256:1, redis:7, false",
    })
    void aTagThatWasPinnedIsStillThatTag(String observed, String desired, boolean same) {
        assertEquals(same, diff(image(observed), image(desired)).isEmpty());
    }

    @Test
    void aNetworkIsMeantByItsNameAndAnsweredByItsId() {
        assertEquals(List.of(), diff(network("n1"), network("incr")));
        assertEquals(List.of("Networks[0].Target: n1 -> other"), diff(network("n1"), network("other")));
        assertEquals(List.of("Networks[0].Target: n2 -> incr"), diff(network("n2"), network("incr")));
    }

    @Test
    void listsAreComparedPlaceByPlaceIfTheyAreEquallyLong() {
        assertEquals(List.of(), diff(Json.object("a", List.of("x", "y")), Json.object("a", List.of("x", "y"))));
        assertEquals(
                List.of("a[1]: z -> y"),
                diff(Json.object("a", List.of("x", "z")), Json.object("a", List.of("x", "y"))));
        assertEquals(
                List.of("a: [\"x\",\"z\"] -> [\"x\"]"),
                diff(Json.object("a", List.of("x", "z")), Json.object("a", List.of("x"))));
    }

    @Test
    void bookkeepingIsNotCompared() {
        var desired = Json.object("Labels", Map.of(Labels.NAME, "incr"));
        var observed = Json.object("Labels", Map.of(Labels.NAME, "incr", Labels.GENERATION, "7", "their", "own"));
        assertEquals(List.of(), diff(observed, desired));
        assertEquals(List.of(), diff(desired, Json.object("Labels", Map.of(Labels.GENERATION, "8"))));
    }

    @Test
    void whatIsMergedIsAsAskedForAndKeepsWhatOthersAdded() {
        var observed = Json.object(
                "Labels", Map.of("their", "own", "our", "old"),
                "TaskTemplate",
                        Json.object("ContainerSpec", Json.object("Image", "a:1", "CapabilityDrop", List.of("X"))),
                "Mode", Json.object("Replicated", Json.object("Replicas", 3)));
        var desired = Json.object(
                "Labels", Map.of("our", "new"),
                "TaskTemplate", Json.object("ContainerSpec", Json.object("Image", "a:2")),
                "Mode", Json.object("Replicated", Json.object("Replicas", 0)));
        var merged = SpecDiff.merged(observed, desired);
        assertEquals(List.of(), diff(merged, desired));
        assertEquals("own", merged.at("/Labels/their").asText());
        assertEquals(
                "X", merged.at("/TaskTemplate/ContainerSpec/CapabilityDrop/0").asText());
        assertEquals("a:1", observed.at("/TaskTemplate/ContainerSpec/Image").asText(), "what was read stays as it is");
    }

    @Test
    void mergingKeepsTheDigestOfATagThatIsAskedForStill() {
        assertEquals(image("redis:7@sha256:1"), SpecDiff.merged(image("redis:7@sha256:1"), image("redis:7")));
        assertEquals(image("redis:8"), SpecDiff.merged(image("redis:7@sha256:1"), image("redis:8")));
    }

    private static ObjectNode image(String image) {
        return Json.object("TaskTemplate", Json.object("ContainerSpec", Json.object("Image", image)));
    }

    private static ObjectNode network(String target) {
        return Json.object("Networks", List.of(Json.object("Target", target)));
    }

    private static List<String> diff(ObjectNode observed, ObjectNode desired) {
        return SpecDiff.between(observed, desired, NETWORKS).stream()
                .map(FieldChange::toString)
                .toList();
    }
}
