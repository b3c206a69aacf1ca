package dev.skep.manifest;

import static dev.skep.manifest.Texts.manifest;
import static dev.skep.manifest.Texts.names;
import static dev.skep.manifest.Texts.problems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void aFolderWithOneManifest() throws IOException {
        write("m.yaml", manifest("m", 1));
    }

    @Test
    void filesAreReadInTheOrderOfTheirNames() throws IOException {
        write("z.yml", manifest("z", 2));
        write("a.yaml", manifest("a", 3));

        assertEquals(List.of("a", "m", "z"), names(read()));
    }

    @Test
    void hiddenFilesEditorsFilesAndFoldersWithinDoNotCount() throws IOException {
        for (String other :
                List.of(".hidden.yaml", ".m.yaml.swp", "m.yaml~", "#m.yaml#", ".#m.yaml", "4913", "README.md")) {
            write(other, manifest("m", 1));
        }
        Files.createDirectory(folder.resolve("examples"));
        write("examples/m.yaml", manifest("m", 1));

        assertEquals(List.of("m"), names(read()));
        assertEquals(List.of(), problems(read()));
    }

    @Test
    void linksAreFollowed() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        write("data/l", manifest("l", 2));
        Files.createSymbolicLink(folder.resolve("l.yaml"), Path.of("data/l"));

        assertEquals(List.of("l", "m"), names(read()));
    }

    @Test
    void aNameInTwoFilesCountsInNeither() throws IOException {
        write("n.yaml", manifest("m", 2));

        assertEquals(List.of(), names(read()));
        assertEquals(
                List.of(in("n.yaml", 4, 9) + ": the name 'm' is taken at " + in("m.yaml", 4, 9)
                        + "; a name may occur once, so neither counts"),
                problems(read()));
    }

    @Test
    void aPortInTwoFilesBelongsToTheFirst() throws IOException {
        write("n.yaml", manifest("n", 1));

        assertEquals(List.of("m"), names(read()));
        assertEquals(
                List.of(in("n.yaml", 8, 13) + ": port 1 is published by 'm' at " + in("m.yaml", 1, 1)
                        + "; set another spec.app.expose.port, or via: none"),
                problems(read()));
    }

    @Test
    void aFileThatIsNoYamlLeavesTheOthersValid() throws IOException {
        write("a.yaml", "\tx\n");

        assertEquals(List.of("m"), names(read()));
        assertEquals(List.of(in("a.yaml", 1, 1) + ": a tab cannot indent in YAML; use spaces"), problems(read()));
    }

    @Test
    void whatCannotBeReadIsAProblemOfThatFile() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("nowhere"));
        Files.createDirectory(folder.resolve("b.yaml"));
        Files.write(folder.resolve("c.yaml"), new byte[YamlReader.LARGEST + 1]);
        Files.write(folder.resolve("d.yaml"), "# é\nkind: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(List.of("m"), names(read()));
        assertEquals(
                List.of(
                        in("a.yaml", 1, 1) + ": this link leads to no file",
                        in("b.yaml", 1, 1) + ": this is a folder, not a file",
                        in("c.yaml", 1, 1) + ": the file is larger than 256 KiB; a manifest has a few lines",
                        in("d.yaml", 1, 3) + ": byte 0xE9 is not UTF-8; save the file as UTF-8"),
                problems(read()));
    }

    @Test
    void whatIsNoRegularFileIsNotOpenedBecauseThatMayWaitForEver() {
        var result = ManifestFiles.read(List.of(Path.of("/dev/zero")));

        assertEquals(List.of("/dev/zero:1:1: this is no regular file"), problems(result));
    }

    @Test
    void aFileThatVanishedIsNotThere() throws IOException {
        Path file = folder.resolve("m.yaml");
        Files.delete(file);

        assertEquals(true, ManifestFiles.readIfThere(file, Optional.empty()).isEmpty());
    }

    @Test
    void aFileOfTheSameTextIsNotParsedAgainAndAnotherTextIs() throws IOException {
        Path file = folder.resolve("m.yaml");
        var first = ManifestFiles.readIfThere(file, Optional.empty());

        assertSame(first.orElseThrow(), ManifestFiles.readIfThere(file, first).orElseThrow());

        // As long, and perhaps at the same time: only the text tells.
        Files.writeString(file, Files.readString(file).replace("name: m", "name: n"));
        assertEquals(
                "n",
                ManifestFiles.readIfThere(file, first)
                        .orElseThrow()
                        .documents()
                        .getFirst()
                        .manifest()
                        .name());
    }

    @Test
    void aFolderIsReadAgainAsItIsNow() throws IOException {
        var again = new ManifestFolder(folder);
        again.read();
        Files.move(folder.resolve("m.yaml"), folder.resolve("n.yaml"));
        var moved = assertInstanceOf(FolderResult.Readable.class, again.read()).result();

        assertEquals(List.of("m"), names(moved));
        assertEquals(
                folder.resolve("n.yaml").toString(),
                moved.manifests().getFirst().at().file());
    }

    /** Of what was changed long ago the time of the change is enough; without it that would be read in each pass. */
    @Test
    void aFileThatIsLeftAloneIsRecognizedAndAnEditOfItIsRead() throws Exception {
        var ahead = new AtomicReference<>(Duration.ofSeconds(10));
        var again = new ManifestFolder(folder, () -> Instant.now().plus(ahead.get()));
        var first = manifests(again).getFirst();
        assertSame(first, manifests(again).getFirst());
        ahead.set(Duration.ZERO);

        // As long, and of the same time, as far as a person can say.
        var file = folder.resolve("m.yaml");
        var time = Files.getLastModifiedTime(file);
        var stamp = FileStamp.of(file);
        // The clock of an older kernel's files ticks every few milliseconds.
        do {
            write("m.yaml", manifest("n", 1));
            Files.setLastModifiedTime(file, time);
        } while (FileStamp.of(file).equals(stamp));
        assertEquals("n", manifests(again).getFirst().name());
        write("m.yaml", manifest("o", 1));
        assertEquals("o", manifests(again).getFirst().name(), "and what is written at once after it");
    }

    @Test
    void aFileThatCouldNotBeReadIsTriedAgain() throws IOException {
        var again = new ManifestFolder(folder);
        Files.createSymbolicLink(folder.resolve("n.yaml"), Path.of("later"));
        assertEquals(1, manifests(again).size());
        write("later", manifest("n", 2));
        assertEquals(2, manifests(again).size());
    }

    private static List<Manifest> manifests(ManifestFolder folder) {
        return assertInstanceOf(FolderResult.Readable.class, folder.read())
                .result()
                .manifests();
    }

    @Test
    void aFileThatAUserNamedMustBeThere() {
        Path missing = folder.resolve("x.yaml");

        var result = ManifestFiles.read(List.of(folder.resolve("m.yaml"), missing, folder.resolve("m.yaml")));

        assertEquals(List.of("m"), names(result));
        assertEquals(List.of(missing + ":1:1: no such file"), problems(result));
    }

    @Test
    void anEmptyFolderIsReadableAndHoldsNothing() throws IOException {
        Files.delete(folder.resolve("m.yaml"));

        assertEquals(new ReadResult(List.of(), List.of()), read());
    }

    @Test
    void aFolderThatIsNotThereOrNoneIsUnreadable() {
        Path missing = folder.resolve("missing");
        Path file = folder.resolve("m.yaml");

        assertEquals(new FolderResult.Unreadable("there is no folder " + missing), ManifestFolder.read(missing));
        assertEquals(new FolderResult.Unreadable(file + " is not a folder"), ManifestFolder.read(file));
    }

    private ReadResult read() {
        return switch (ManifestFolder.read(folder)) {
            case FolderResult.Readable readable -> readable.result();
            case FolderResult.Unreadable unreadable -> fail(unreadable.why());
        };
    }

    private String in(String name, int line, int column) {
        return folder.resolve(name) + ":" + line + ":" + column;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
