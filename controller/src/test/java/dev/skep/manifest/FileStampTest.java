package dev.skep.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a file that looks as before nothing is read: so whatever makes it another must show. */
class FileStampTest {
    @TempDir
    private Path folder;

    private Path file;
    private FileStamp before;

    @BeforeEach
    void aFile() throws IOException {
        file = Files.writeString(folder.resolve("m.yaml"), "one");
        before = FileStamp.of(file);
    }

    @Test
    void whatIsOnlyReadKeepsItsStamp() throws IOException {
        Files.readString(file);
        assertEquals(before, FileStamp.of(file));
    }

    @Test
    void anotherFileInItsPlaceShowsThoughItLooksAlike() throws IOException {
        var next = Files.writeString(folder.resolve("next"), "two");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertNotEquals(before, FileStamp.of(file));
        assertFalse(before.looksStill(file));
    }

    @Test
    void aCheapLookMissesOnlyWhoSetsBackTheTime() throws IOException {
        assertTrue(before.looksStill(file));
        Files.writeString(file, "two");
        Files.setLastModifiedTime(
                file, FileTime.from(before.modified().toInstant().plusNanos(1)));
        assertFalse(before.looksStill(file));
        Files.setLastModifiedTime(file, before.modified());
        assertTrue(before.looksStill(file));
        assertNotEquals(before, FileStamp.of(file));
        Files.writeString(file, "three");
        Files.setLastModifiedTime(file, before.modified());
        assertFalse(before.looksStill(file));
        Files.delete(file);
        assertThrows(NoSuchFileException.class, () -> before.looksStill(file));
    }

    @Test
    void theSameFileAtTheEndOfAnotherLinkIsTheSame() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("l.yaml"), file);
        assertEquals(before, FileStamp.of(link));
    }

    @Test
    void whatWasJustChangedMayBeChangedAgainWithoutShowingIt() throws IOException {
        var changed = before.changed().orElseThrow().toInstant();
        assertFalse(before.wouldTellAChangeAfter(changed));
        assertFalse(before.wouldTellAChangeAfter(changed.plusSeconds(2)));
        assertTrue(before.wouldTellAChangeAfter(changed.plusSeconds(3)));
        assertFalse(before.wouldTellAChangeAfter(Instant.EPOCH), "a clock that runs behind");
    }
}
