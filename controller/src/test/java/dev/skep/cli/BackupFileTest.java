package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.Backups;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that a backup is written to and read from. */
final class BackupFileTest {
    private static final Backup BACKUP = Backups.single("incr", 42);
    private static final String TEXT = BackupText.write(BACKUP);
    private static final InputStream NOTHING = InputStream.nullInputStream();

    @TempDir
    private Path folder;

    private Path path;
    private BackupFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("incr.backup");
        file = new BackupFile(path.toString());
    }

    @Test
    void whatIsWrittenIsReadAndItsOwnersAlone() throws IOException {
        file.requireNew();
        file.create(TEXT);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(BACKUP, file.read(NOTHING));
        assertOnlyTheFileIsThere();
    }

    @Test
    void whatIsThereIsReplacedOnlyIfThatIsSaid() throws IOException {
        Files.writeString(path, "mine");
        assertThrows(CannotGoOn.class, file::requireNew);
        assertTrue(assertThrows(CannotGoOn.class, () -> file.create(TEXT))
                .getMessage()
                .endsWith("--force"));
        assertEquals("mine", Files.readString(path));
        file.requireReplaceable();
        file.replace(TEXT);
        assertEquals(TEXT, Files.readString(path));
        assertOnlyTheFileIsThere();
    }

    private void assertOnlyTheFileIsThere() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "no draft is left");
        }
    }

    @Test
    void whereThereIsNoFolderAndWhereThereIsOneIsToldBefore() {
        var nowhere = new BackupFile(folder.resolve("none/incr.backup").toString());
        assertTrue(
                assertThrows(CannotGoOn.class, nowhere::requireNew).getMessage().contains("there is no folder"));
        var there = new BackupFile(folder.toString());
        assertTrue(assertThrows(CannotGoOn.class, there::requireReplaceable)
                .getMessage()
                .contains("is no plain file"));
    }

    @Test
    void aPipeCarriesOne() {
        var pipe = new BackupFile("-");
        assertTrue(pipe.isPipe());
        assertEquals(BACKUP, pipe.read(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsDamagedMissingOrNoTextIsToldWithItsName() throws IOException {
        assertTold("cannot be read");
        Files.writeString(path, TEXT.substring(0, TEXT.length() - 5));
        assertTold("it is no JSON document, or only a part of one");
        Files.writeString(path, TEXT.replace("42", "43"));
        assertTold("it is not as Skep wrote it");
        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertTold("it is no JSON document");
        Files.writeString(path, TEXT + " ".repeat(BackupText.MOST_BYTES));
        assertTold("it is not as Skep wrote it");
    }

    private void assertTold(String words) {
        var told = assertThrows(CannotGoOn.class, () -> file.read(NOTHING)).getMessage();
        assertTrue(told.startsWith(path.toString()) && told.contains(words), told);
    }
}
