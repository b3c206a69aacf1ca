package dev.skep.bench.topologies;

import dev.skep.bench.run.ProcText;
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
                    ProcText.TICK.multipliedBy(all - idle - stolen),
                    ProcText.TICK.multipliedBy(stolen),
                    ProcText.TICK.multipliedBy(all));
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
                sum = sum.plus(new Counters(ProcText.cpu(stat), resident(pid), switches(pid), 0, 0));
            }
        }
        return sum;
    }

    private long resident(long pid) {
        return figure(text(process(pid).resolve("status")), "RssAnon:") * 1024;
    }

    /** Of all threads that the process has now. */
    long switches(long pid) {
        long sum = 0;
        try (var threads = Files.newDirectoryStream(process(pid).resolve("task"))) {
            for (var thread : threads) {
                var status = text(thread.resolve("status"));
                sum += figure(status, "voluntary_ctxt_switches:") + figure(status, "nonvoluntary_ctxt_switches:");
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

    private static long figure(String status, String name) {
        return ProcText.figure(status, name).orElse(0);
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
