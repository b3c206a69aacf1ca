package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What in a folder counts as a change, however it comes about, and that none is missed. */
final class FolderWatchTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Longer than a look that needs no hint of the kernel's. */
    private static final Duration TWO_LOOKS = Duration.ofMillis(2200);

    private static final String GONE = "there is no folder";

    @TempDir
    private Path home;

    /** What whoever is told of a change then reads. */
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();

    private final ExecutorService readers = Executors.newSingleThreadExecutor();
    private FolderWatch watch;

    @AfterEach
    void close() {
        watch.close();
        readers.shutdownNow();
    }

    @Test
    void aManifestThatComesChangesAndGoesIsToldEachTime() throws Exception {
        var folder = watched();
        var file = Files.writeString(folder.resolve("incr.yaml"), "one");
        reads("incr.yaml=one");
        Files.writeString(file, "more");
        reads("incr.yaml=more");
        Files.delete(file);
        reads("");
    }

    @Test
    void whatEditorsLeaveBehindIsNoChange() throws Exception {
        var folder = watched();
        for (var name :
                new String[] {".incr.yaml.swp", "incr.yaml~", "4913", "#incr.yaml#", ".#incr.yaml", "notes.txt"}) {
            Files.writeString(folder.resolve(name), "not a manifest");
        }
        Files.createDirectory(folder.resolve("examples"));
        tellsNothing();
    }

    @Test
    void aFileThatIsRenamedOverAnotherIsToldEvenIfItLooksAlike() throws Exception {
        var folder = watched();
        var file = Files.writeString(folder.resolve("incr.yaml"), "one");
        reads("incr.yaml=one");
        var next = Files.writeString(folder.resolve(".incr.yaml.tmp"), "two");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        reads("incr.yaml=two");
    }

    @Test
    void whatIsSavedInPiecesIsReadWhole() throws Exception {
        var folder = watched();
        try (var file = Files.newBufferedWriter(folder.resolve("incr.yaml"), StandardOpenOption.CREATE)) {
            for (int piece = 0; piece < 50; piece++) {
                file.write("0123456789");
                file.flush();
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        reads("incr.yaml=" + "0123456789".repeat(50));
    }

    @Test
    void aChangeIsToldWhileItIsStillBeingWritten() throws Exception {
        var folder = Files.createDirectory(home.resolve("manifests"));
        var told = new CountDownLatch(1);
        watch = new FolderWatch(folder);
        watch.start(told::countDown);
        long end = System.nanoTime() + SOON.toNanos();
        for (int piece = 0; told.getCount() > 0 && System.nanoTime() < end; piece++) {
            Files.writeString(folder.resolve("incr.yaml"), "piece " + piece);
            TimeUnit.MILLISECONDS.sleep(1);
        }
        assertEquals(0, told.getCount());
        watch.awaitQuiet();
    }

    @Test
    void aVolumeOfKubernetesIsFollowedAsItsLinkIsSwapped() throws Exception {
        var folder = Files.createDirectory(home.resolve("manifests"));
        projected(folder, "..1", "one");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(folder.resolve("incr.yaml"), Path.of("..data/incr.yaml"));
        watch(folder);
        projected(folder, "..2", "two");
        Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2"));
        Files.move(folder.resolve("..data_tmp"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        reads("incr.yaml=two");
    }

    @Test
    void aFolderThatIsALinkIsFollowedThoughTheKernelTellsNothingOfTheLink() throws Exception {
        var first = Files.createDirectory(home.resolve("first"));
        Files.writeString(first.resolve("incr.yaml"), "one");
        var second = Files.createDirectory(home.resolve("second"));
        Files.writeString(second.resolve("incr.yaml"), "two");
        var folder = Files.createSymbolicLink(home.resolve("manifests"), first);
        watch(folder);
        var next = Files.createSymbolicLink(home.resolve("next"), second);
        Files.move(next, folder, StandardCopyOption.ATOMIC_MOVE);
        reads("incr.yaml=two");
        Files.writeString(second.resolve("incr.yaml"), "three");
        reads("incr.yaml=three");
    }

    @Test
    void aManifestElsewhereIsFollowedThoughTheKernelTellsNothingOfWhereItIs() throws Exception {
        var folder = Files.createDirectory(home.resolve("manifests"));
        var file = Files.writeString(
                Files.createDirectory(home.resolve("elsewhere")).resolve("incr.yaml"), "one");
        Files.createSymbolicLink(folder.resolve("incr.yaml"), file);
        watch(folder);
        Files.writeString(file, "more");
        reads("incr.yaml=more");
        Files.delete(file);
        reads("incr.yaml=" + new NoSuchFileException(folder.resolve("incr.yaml").toString()));
        Files.writeString(file, "back");
        reads("incr.yaml=back");
    }

    @Test
    void aFolderThatVanishesIsToldAndSoIsItsReturn() throws Exception {
        var folder = watched();
        var file = Files.writeString(folder.resolve("incr.yaml"), "one");
        reads("incr.yaml=one");
        Files.delete(file);
        Files.delete(folder);
        reads(GONE);
        tellsNothing();
        Files.createDirectory(folder);
        reads("");
        Files.writeString(folder.resolve("incr.yaml"), "back");
        reads("incr.yaml=back");
    }

    @Test
    void aFolderInWhosePlaceAnotherComesIsFollowed() throws Exception {
        var folder = watched();
        var mounted = Files.createDirectory(home.resolve("mounted"));
        Files.writeString(mounted.resolve("incr.yaml"), "mounted");
        Files.move(folder, home.resolve("under the mount"));
        Files.move(mounted, folder);
        reads("incr.yaml=mounted");
        Files.writeString(folder.resolve("incr.yaml"), "edited");
        reads("incr.yaml=edited");
    }

    @Test
    void whereTheKernelHasNoHintLeftItIsLookedAtAndThatIsToldOnce() throws Exception {
        var folder = Files.createDirectory(home.resolve("manifests"));
        var exhausted = new AtomicBoolean(true);
        try (var log = Log.open()) {
            watch(new FolderWatch(folder, () -> hints(folder, exhausted), new Story()), folder);
            Files.writeString(folder.resolve("incr.yaml"), "one");
            reads("incr.yaml=one");
            Files.writeString(folder.resolve("incr.yaml"), "more");
            reads("incr.yaml=more");
            assertEquals(1, log.lines("folder polled").size(), () -> log.lines().toString());
            assertEquals(0, log.lines("folder watched").size());
            exhausted.set(false);
            Files.writeString(folder.resolve("incr.yaml"), "and more");
            reads("incr.yaml=and more");
            Looping.eventually(
                    SOON, "it is told", () -> !log.lines("folder watched").isEmpty());
            Files.writeString(folder.resolve("incr.yaml"), "last");
            reads("incr.yaml=last");
            assertEquals(2, log.lines().size(), () -> "one line for each change: " + log.lines());
        }
    }

    /** To ask anew at each change costs whoever saved a file some hundredths of a second: the kernel takes that to end what was. */
    @Test
    void theKernelIsAskedOnceForTheSameFolderAndAgainForAnother() throws Exception {
        var folder = Files.createDirectory(home.resolve("manifests"));
        var asked = new AtomicInteger();
        watch(
                new FolderWatch(
                        folder,
                        () -> {
                            asked.incrementAndGet();
                            return folder.getFileSystem().newWatchService();
                        },
                        new Story()),
                folder);
        for (var text : List.of("one", "two", "three")) {
            Files.writeString(folder.resolve("incr.yaml"), text);
            reads("incr.yaml=" + text);
        }
        assertEquals(1, asked.get());
        Files.move(folder, home.resolve("before"));
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("incr.yaml"), "in another");
        reads("incr.yaml=in another");
        Looping.eventually(SOON, "it is asked of the other", () -> asked.get() > 1);
    }

    private static WatchService hints(Path folder, AtomicBoolean exhausted) throws IOException {
        if (exhausted.get()) {
            throw new IOException("User limit of inotify instances reached or too many open files");
        }
        return folder.getFileSystem().newWatchService();
    }

    @Test
    void afterItIsClosedNothingIsTold() throws Exception {
        var folder = watched();
        watch.close();
        Files.writeString(folder.resolve("incr.yaml"), "one");
        tellsNothing();
    }

    private Path watched() throws IOException {
        var folder = Files.createDirectory(home.resolve("manifests"));
        watch(folder);
        return folder;
    }

    private void watch(Path folder) {
        watch(new FolderWatch(folder), folder);
    }

    private void watch(FolderWatch watched, Path folder) {
        watch = watched;
        watch.start(() -> readers.execute(() -> {
            watch.awaitQuiet();
            read.add(contents(folder));
        }));
    }

    /** The last that is told until nothing more comes: what is told before is half of a save, and told again. */
    private void reads(String expected) throws InterruptedException {
        var last = "nothing was told";
        long end = System.nanoTime() + SOON.toNanos();
        while (!last.equals(expected) && System.nanoTime() < end) {
            var next = read.poll(100, TimeUnit.MILLISECONDS);
            last = next == null ? last : next;
        }
        assertEquals(expected, last);
    }

    private void tellsNothing() throws InterruptedException {
        assertEquals(null, read.poll(TWO_LOOKS.toMillis(), TimeUnit.MILLISECONDS), "nothing is told");
    }

    private static void projected(Path folder, String version, String text) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve(version)).resolve("incr.yaml"), text);
    }

    private static String contents(Path folder) {
        if (!Files.isDirectory(folder)) {
            return GONE;
        }
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".yaml"))
                    .map(f -> f.getFileName() + "=" + text(f))
                    .sorted()
                    .collect(Collectors.joining(" "));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
