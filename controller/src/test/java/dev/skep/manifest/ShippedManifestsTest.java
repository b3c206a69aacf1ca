package dev.skep.manifest;

import static dev.skep.manifest.Texts.names;
import static dev.skep.manifest.Texts.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manifests and the reference that come with Skep say what the reader says. */
class ShippedManifestsTest {
    private static final Path MANIFESTS = Path.of("..", "manifests");
    private static final Path REFERENCE = Path.of("..", "docs", "manifest.md");
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void theFolderThatSkepAppliesHoldsOneCounter() {
        var result = assertInstanceOf(FolderResult.Readable.class, ManifestFolder.read(MANIFESTS))
                .result();

        assertEquals(List.of(), problems(result));
        assertEquals(List.of("incr"), names(result));
        assertEquals(3, result.manifests().getFirst().spec().app().replicas());
    }

    @Test
    void theExamplesStandBesideItWithoutTakingItsPort() {
        var result = ManifestFiles.read(List.of(
                MANIFESTS.resolve("incr.yaml"),
                MANIFESTS.resolve("examples/1x1.yaml"),
                MANIFESTS.resolve("examples/10x1.yaml"),
                MANIFESTS.resolve("examples/10x10.yaml"),
                MANIFESTS.resolve("examples/10xsentinel.yaml")));

        assertEquals(List.of(), problems(result));
        assertEquals(List.of("incr", "incr-1x1", "incr-10x1", "incr-10x10", "incr-10xsentinel"), names(result));
        assertEquals(
                List.of("single", "single", "single", "per-replica", "sentinel"),
                result.manifests().stream()
                        .map(m -> m.spec().redis().topology().word())
                        .toList());
    }

    @Test
    void editorsFindTheSchemaFromWhereAManifestIsApplied() throws IOException {
        for (var name : List.of("incr", "examples/1x1", "examples/10x1", "examples/10x10", "examples/10xsentinel")) {
            var first = Files.readAllLines(MANIFESTS.resolve(name + ".yaml")).getFirst();
            var schema = MANIFESTS.resolve(first.replaceFirst(".*schema=", ""));
            assertTrue(Files.isRegularFile(schema), name + ": " + first);
        }
    }

    @Test
    void theExamplesInTheReferenceAreValid() throws IOException {
        var examples = YAML_BLOCK.matcher(Files.readString(REFERENCE)).results().toList();

        assertTrue(examples.size() >= 2);
        examples.forEach(
                example -> assertEquals(List.of(), problems(ManifestReader.read("reference", example.group(1)))));
    }
}
