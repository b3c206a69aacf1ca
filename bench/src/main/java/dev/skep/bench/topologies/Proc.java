package dev.skep.bench.topologies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads what Linux counts for processes: man 5 proc.
 *
 * @param root /proc
 */
record Proc(Path root) {
    /** Of the clock in which Linux counts a process' time, on every architecture: man 7 time. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int FIELDS_OF_INTERFACE = 10;
    private static final int SENT = 8;

    static Proc here() {
        return new Proc(Path.of("/proc"));
    }

    /** What the processor did since the machine began: busy, stolen by its host, and all of it. */
    record Processor(Duration busy, Duration stolen, Duration all) {
        Processor since(Processor before) {
            return new Processor(busy.minus(before.busy), stolen.minus(before.stolen), all.minus(before.all));
        }
    }

    Processor processor() throws IOException {
        try (var lines = Files.lines(root.resolve("stat"))) {
            var ticks = lines.findFirst().orElseThrow().trim().split(" +", -1);
            long all = 0;
            for (int i = 1; i <= 8; i++) {
                all += Long.parseLong(ticks[i]);
            }
            long idle = Long.parseLong(ticks[4]) + Long.parseLong(ticks[5]);
            long stolen = Long.parseLong(ticks[8]);
            return new Processor(
                    TICK.multipliedBy(all - idle - stolen), TICK.multipliedBy(stolen), TICK.multipliedBy(all));
        }
    }

    /** Processes by their command's name. */
    List<Long> named(Predicate<String> name) throws IOException {
        var pids = new ArrayList<Long>();
        try (var folders = Files.newDirectoryStream(root, "[0-9]*")) {
            for (var folder : folders) {
                if (name.test(text(folder.resolve("comm")).strip())) {
                    pids.add(Long.parseLong(folder.getFileName().toString()));
                }
            }
        }
        return pids;
    }

    /** Of whole processes, with what their children used that have ended; their network is not looked at. */
    Counters of(List<Long> pids) {
        var sum = Counters.NONE;
        for (long pid : pids) {
            var stat = text(process(pid).resolve("stat"));
            if (!stat.isEmpty()) {
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                var cpu = TICK.multipliedBy(Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
                sum = sum.plus(new Counters(cpu, resident(pid), switches(pid), 0, 0));
            }
        }
        return sum;
    }

    private long resident(long pid) {
        return sum(text(process(pid).resolve("status")), "RssAnon:") * 1024;
    }

    /** Of all threads that the process has now. */
    long switches(long pid) {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (var thread : threads) {
                var status = text(thread.resolve("status"));
                sum += sum(status, "voluntary_ctxt_switches:") + sum(status, "nonvoluntary_ctxt_switches:");
            }
        } catch (IOException _) {
            return sum; // it has ended
        }
        return sum;
    }

    /** What the network of a process received and sent, its loopback left out. */
    Counters network(long pid) {
        long received = 0;
        long sent = 0;
        for (var line : text(process(pid).resolve("net/dev")).lines().toList()) {
            var parts = line.trim().split("[: ]+", -1);
            if (parts.length > FIELDS_OF_INTERFACE && line.contains(":") && !parts[0].equals("lo")) {
                received += Long.parseLong(parts[1]);
                sent += Long.parseLong(parts[1 + SENT]);
            }
        }
        return new Counters(Duration.ZERO, 0, 0, received, sent);
    }

    private static long sum(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private Path process(long pid) {
        return root.resolve(Long.toString(pid));
    }

    /** Empty when the process has ended. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
