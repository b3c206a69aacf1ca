package dev.skep.loop;

import dev.skep.manifest.FileStamp;
import dev.skep.manifest.ManifestFolder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Says at once that something in a folder has changed, and when it has then been left alone for a moment: nobody should read
 * half of what an editor writes, but what takes as long as that can be begun meanwhile. The kernel's word (inotify) is a
 * hint; a look every second makes it optional. Where it gives hints, what it need not tell is looked for more cheaply: what is
 * written over a network, mostly.
 */
public final class FolderWatch implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Where there are many files, one look is at so many a second. */
    private static final int A_SECOND = 50;

    private static final Duration SELDOM = Duration.ofSeconds(10);

    /** What a cheap look does not see, and the kernel did not tell, is seen then. */
    private static final Duration IN_FULL = Duration.ofSeconds(30);

    private static final Duration QUIET = Duration.ofMillis(40);
    private static final Duration LONGEST_SAVE = Duration.ofSeconds(2);

    /**
     * All that is there: equal means unchanged.
     *
     * @param files by name, empty where one cannot be looked at
     * @param unreadable why nothing can be said of the folder
     */
    private record Look(Map<Path, Optional<FileStamp>> files, String unreadable) {}

    /** Where the kernel's hints come from. */
    interface Hints {
        WatchService open() throws IOException;
    }

    private final Path folder;
    private final Hints hints;
    private final Story story;
    private final Thread thread = Thread.ofPlatform().name("manifests").daemon().unstarted(this::run);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition leftAlone = lock.newCondition();
    private Look seen;
    private boolean changing;
    private Runnable onChange = () -> {};
    private volatile boolean closed;

    /** Looks at the folder: whatever changes from this moment on will be told. */
    public FolderWatch(Path folder) {
        this(folder, () -> folder.getFileSystem().newWatchService(), new Story());
    }

    /** As above, with hints from elsewhere. */
    FolderWatch(Path folder, Hints hints, Story story) {
        this.folder = folder;
        this.hints = hints;
        this.story = story;
        this.seen = look();
    }

    /**
     * Watches until it is closed.
     *
     * @param listener told of a change as soon as it is seen; before it is read, {@link #awaitQuiet} is to be asked
     */
    public void start(Runnable listener) {
        onChange = listener;
        thread.start();
    }

    /** Waits while somebody writes in the folder: a few hundredths of a second after a save, two seconds at most. */
    public void awaitQuiet() {
        lock.lock();
        try {
            while (changing) {
                leftAlone.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void changing(boolean now) {
        lock.lock();
        try {
            changing = now;
            leftAlone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closed) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changing(false);
        }
    }

    /**
     * Tells of changes as long as the folder is the same one. The kernel's hints are asked for once: to end them takes the kernel
     * some hundredths of a second, and whoever has just saved a file would wait for it.
     */
    private void follow() throws InterruptedException {
        try (var watcher = hints.open()) {
            var real = folder.toRealPath();
            var key = real.register(
                    watcher,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_DELETE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            var which = which(real);
            story.folderHinted();
            do {
                tell(waitForChange(watcher));
            } while (!closed && key.isValid() && which(folder).equals(which));
        } catch (IOException e) {
            if (Files.exists(folder)) {
                // No inotify left: looking still works. That there is no folder is told where it is read.
                story.folderUnhinted(e.getMessage());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            tell(look());
        }
    }

    /** Which folder it is, at the end of all links. */
    private static Optional<Object> which(Path folder) throws IOException {
        return Optional.ofNullable(
                Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    }

    private void tell(Look now) throws InterruptedException {
        if (!closed && !now.equals(seen)) {
            changing(true);
            onChange.run();
            seen = settled(now);
            changing(false);
        }
    }

    /** Blocks until the folder differs from what was seen, by the kernel's hint or by looking. */
    private Look waitForChange(WatchService watcher) throws InterruptedException {
        long inFull = System.nanoTime();
        while (!closed && folder.toFile().exists()) {
            if (System.nanoTime() - inFull >= 0 || !looksAsSeen()) {
                var now = look();
                if (!now.equals(seen)) {
                    return now;
                }
                inFull = System.nanoTime() + IN_FULL.toNanos();
            }
            var key = watcher.poll(between().toNanos(), TimeUnit.NANOSECONDS);
            if (key != null) {
                key.pollEvents();
                if (!key.reset()) {
                    break; // the folder that it was for is gone
                }
                inFull = System.nanoTime();
            }
        }
        return look();
    }

    private Duration between() {
        var much = LOOK.multipliedBy(seen.files().size() / A_SECOND);
        return Stream.of(LOOK, much, SELDOM).sorted().toList().get(1);
    }

    private Look settled(Look first) throws InterruptedException {
        var last = first;
        long end = System.nanoTime() + LONGEST_SAVE.toNanos();
        while (System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
            var now = look();
            if (now.equals(last)) {
                return now;
            }
            last = now;
        }
        return last;
    }

    private Look look() {
        var files = new HashMap<Path, Optional<FileStamp>>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ManifestFolder::isManifest)) {
            for (var entry : entries) {
                files.put(entry.getFileName(), stamp(entry));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new Look(Map.of(), "unreadable: " + e);
        }
        return new Look(files, "");
    }

    private boolean looksAsSeen() {
        int files = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ManifestFolder::isManifest)) {
            for (var entry : entries) {
                var before = seen.files().getOrDefault(entry.getFileName(), Optional.empty());
                if (before.isEmpty() || !before.get().looksStill(entry)) {
                    return false;
                }
                files++;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // the look that follows tells what stands in its way
        }
        return files == seen.files().size() && seen.unreadable().isEmpty();
    }

    private static Optional<FileStamp> stamp(Path file) {
        try {
            return Optional.of(FileStamp.of(file));
        } catch (IOException e) {
            return Optional.empty(); // whoever reads it is told why
        }
    }
}
