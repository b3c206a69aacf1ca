package dev.skep.incrementor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A cgroup with a limit of memory, as a container is one: what the kernel holds for a process' sockets counts, too. Where
 * none can be made (not root) there is none, unless SKEP_REQUIRE_CGROUP=1 says that there must be.
 */
final class MemoryGroup implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    static Optional<MemoryGroup> ofBytes(long limit) throws IOException {
        var name = "skep-test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        var first = Files.isDirectory(ROOT.resolve("memory"));
        var folder = first ? ROOT.resolve("memory").resolve(name) : ROOT.resolve(name);
        try {
            Files.createDirectory(folder);
            Files.writeString(folder.resolve(first ? "memory.limit_in_bytes" : "memory.max"), Long.toString(limit));
            return Optional.of(new MemoryGroup(folder));
        } catch (IOException e) {
            Files.deleteIfExists(folder);
            if ("1".equals(System.getenv("SKEP_REQUIRE_CGROUP"))) {
                throw new IOException("SKEP_REQUIRE_CGROUP=1, but no cgroup with a limit can be made", e);
            }
            return Optional.empty();
        }
    }

    /** The command, in this group from its first moment. */
    List<String> with(List<String> command) {
        var enter = "echo $$ >" + folder.resolve("cgroup.procs") + " && exec \"$@\"";
        return Stream.concat(Stream.of("sh", "-c", enter, "sh"), command.stream())
                .toList();
    }

    /** What its processes and the kernel for them hold at this moment, without files that could be read again. */
    long bytes() throws IOException {
        var old = folder.resolve("memory.usage_in_bytes");
        var first = Files.exists(old);
        var all = Files.readString(first ? old : folder.resolve("memory.current"));
        return Long.parseLong(all.strip()) - figure(first ? "total_inactive_file" : "inactive_file");
    }

    private long figure(String name) throws IOException {
        return Files.readAllLines(folder.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Its processes have ended. */
    @Override
    public void close() {
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
