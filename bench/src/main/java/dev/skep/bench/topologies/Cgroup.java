package dev.skep.bench.topologies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What Linux counts for a container: in control groups of version 1, or of version 2. */
sealed interface Cgroup {
    Duration cpu() throws IOException;

    /** Without the pages of files, which are everybody's. */
    long memory() throws IOException;

    List<Long> pids() throws IOException;

    /** The one of a container, if that runs on this machine. */
    static Optional<Cgroup> ofContainer(Path root, String id) throws IOException {
        var accounts = root.resolve("cpuacct");
        if (!Files.isDirectory(accounts)) {
            return find(root, id).map(Version2::new);
        }
        return find(accounts, id)
                .map(cpu -> new Version1(cpu, root.resolve("memory").resolve(accounts.relativize(cpu))));
    }

    private static Optional<Path> find(Path top, String id) throws IOException {
        // cgroupfs: <parent>/<id>; systemd: system.slice/docker-<id>.scope
        try (var folders = Files.find(
                top,
                4,
                (path, attributes) -> attributes.isDirectory()
                        && path.getFileName().toString().contains(id))) {
            return folders.findFirst();
        }
    }

    record Version1(Path cpuFolder, Path memoryFolder) implements Cgroup {
        @Override
        public Duration cpu() throws IOException {
            return Duration.ofNanos(Long.parseLong(
                    Files.readString(cpuFolder.resolve("cpuacct.usage")).strip()));
        }

        @Override
        public long memory() throws IOException {
            return field(memoryFolder.resolve("memory.stat"), "total_rss");
        }

        @Override
        public List<Long> pids() throws IOException {
            return numbers(cpuFolder.resolve("cgroup.procs"));
        }
    }

    record Version2(Path folder) implements Cgroup {
        @Override
        public Duration cpu() throws IOException {
            return Duration.ofNanos(field(folder.resolve("cpu.stat"), "usage_usec") * 1000);
        }

        @Override
        public long memory() throws IOException {
            return field(folder.resolve("memory.stat"), "anon");
        }

        @Override
        public List<Long> pids() throws IOException {
            return numbers(folder.resolve("cgroup.procs"));
        }
    }

    private static List<Long> numbers(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Long::valueOf).toList();
    }

    private static long field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", 2))
                .filter(words -> words[0].equals(name))
                .mapToLong(words -> Long.parseLong(words[1].strip()))
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no " + name));
    }
}
