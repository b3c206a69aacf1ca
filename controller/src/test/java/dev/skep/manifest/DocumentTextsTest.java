package dev.skep.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One document of a file is replaced, and no other byte of it. */
final class DocumentTextsTest {
    private static final String A = "apiVersion: skep.dev/v1\nkind: Incrementor\nmetadata: { name: a }\nspec: {}\n";
    private static final String B =
            A.replace("name: a", "name: b").replace("spec: {}", "spec: { app: { replicas: 2 } }");
    private static final String NEW = A.replace("spec: {}", "# better\nspec: { app: { replicas: 7 } }");

    @Test
    void theOthersStayAsTheyAre() {
        var file = "# all of them\n---\n" + A + "# end of a\n---   # the second\n" + B + "...\n# rest\n";
        assertEquals(
                "# all of them\n---\n" + NEW + "---   # the second\n" + B + "...\n# rest\n",
                DocumentTexts.replaced(file, "a", NEW).orElseThrow());
        assertEquals(
                "# all of them\n---\n" + A + "# end of a\n---   # the second\n" + NEW + "...\n# rest\n",
                DocumentTexts.replaced(file, "b", NEW).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "---\n%s",
                "\uFEFF%s",
                "\uFEFF---\n%s",
                "# π 𝄞 first\n%s",
                "# π 𝄞\n---\n%s---\nmetadata: {name: x}\n",
                "metadata: {name: x}\n---\n%s",
                "metadata: {name: x}\n--- # π\n%s...\n",
                "%%YAML 1.1\n---\n%s"
            })
    void whatIsReadIsWhatIsReplaced(String around) {
        for (var document : List.of(A, A.replace("\n", "\r\n"), A.stripTrailing() + " # 𝄞\n")) {
            var file = around.formatted(document);
            assertEquals(NEW, read(DocumentTexts.replaced(file, "a", NEW).orElseThrow()));
            assertEquals(file, DocumentTexts.replaced(file, "a", read(file)).orElseThrow(), "the same gives the same");
        }
    }

    @Test
    void aDocumentBehindItsMarkIsReplacedToo() {
        var flow = "{apiVersion: skep.dev/v1, kind: Incrementor, metadata: {name: a}, spec: {}}";
        assertEquals(
                "---\n" + NEW, DocumentTexts.replaced("--- " + flow, "a", NEW).orElseThrow());
        assertEquals(
                "---\n" + flow + "\n---\n" + B,
                DocumentTexts.replaced("---\n" + A + "---\n" + B, "a", flow).orElseThrow());
    }

    @Test
    void aNameThatIsNotThereOrAFileThatIsNoYamlIsLeftAlone() {
        assertEquals(Optional.empty(), DocumentTexts.replaced(A, "b", NEW));
        assertEquals(Optional.empty(), DocumentTexts.replaced(A + "\t'", "a", NEW));
    }

    @Test
    void fieldsAreReadAsTheyAreWritten() {
        assertEquals(
                Map.of(
                        "apiVersion", "skep.dev/v1",
                        "kind", "Incrementor",
                        "metadata.name", "b",
                        "spec.app.replicas", "2"),
                DocumentTexts.fields(B));
    }

    private static String read(String file) {
        return ManifestReader.read("f", file).manifests().stream()
                .filter(m -> m.name().equals("a"))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
