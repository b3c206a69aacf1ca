package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.Sample;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.Manifest;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the folder asks for while editors save. */
final class ManifestsTest {
    private static final Sample INCR = Sample.named("incr");

    private final AtomicLong clock = new AtomicLong();
    private final Folder folder = new Folder(INCR);
    private final Manifests manifests = new Manifests(folder, clock::get);

    @Test
    void aManifestThatVanishesForAnInstantIsStillAskedFor() {
        manifests.read();
        folder.holds();
        assertEquals(List.of("incr"), names());
        assertTrue(manifests.undecided());
        folder.holds(INCR.withReplicas(7));
        assertEquals(List.of(INCR.withReplicas(7).manifest()), manifests.read().manifests());
        assertFalse(manifests.undecided());
    }

    @Test
    void aManifestThatStaysAwayIsGone() {
        manifests.read();
        folder.holds();
        manifests.read();
        clock.addAndGet(Manifests.GRACE.toNanos() - 1);
        assertEquals(List.of("incr"), names());
        clock.addAndGet(1);
        assertEquals(List.of(), names());
        assertFalse(manifests.undecided());
    }

    @Test
    void eachVanishingHasItsOwnWhile() {
        manifests.read();
        folder.holds();
        manifests.read();
        clock.addAndGet(Manifests.GRACE.toNanos() - 1);
        folder.holds(INCR);
        manifests.read();
        folder.holds();
        assertEquals(List.of("incr"), names());
        clock.addAndGet(1);
        assertEquals(List.of("incr"), names());
    }

    @Test
    void thoseThatVanishOneAfterTheOtherAreGoneTogether() {
        var other = Sample.named("other");
        folder.holds(INCR, other);
        manifests.read();
        folder.holds(other);
        manifests.read();
        clock.addAndGet(Manifests.GRACE.toNanos() - 1);
        folder.holds();
        assertEquals(2, names().size());
        clock.addAndGet(1);
        assertEquals(2, names().size());
        clock.addAndGet(Manifests.GRACE.toNanos());
        assertEquals(List.of(), names());
    }

    @Test
    void anUnreadableFolderIsToldAsSuch() {
        manifests.read();
        folder.unreadable("there is no folder m");
        assertInstanceOf(FolderResult.Unreadable.class, manifests.read());
        folder.holds(INCR);
        assertEquals(List.of("incr"), names());
    }

    private List<String> names() {
        return manifests.read().manifests().stream().map(Manifest::name).toList();
    }
}
