package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both versions of control groups, and the files of /proc, as they are on real machines. */
class LinuxCountersTest {
    private static final String ID = "0123456789abcdef";

    @TempDir
    private Path root;

    @Test
    void controlGroupsOfVersion1() throws Exception {
        write("cpuacct/skep-lab-n1/" + ID + "/cpuacct.usage", "1500000000\n");
        write("cpuacct/skep-lab-n1/" + ID + "/cgroup.procs", "17\n18\n");
        write("memory/skep-lab-n1/" + ID + "/memory.stat", "cache 999\nrss 1\ntotal_rss 4096\n");

        agrees(Cgroup.ofContainer(root, ID).orElseThrow());
    }

    @Test
    void controlGroupsOfVersion2() throws Exception {
        var folder = "system.slice/docker-" + ID + ".scope/";
        write(folder + "cpu.stat", "usage_usec 1500000\nuser_usec 1\n");
        write(folder + "cgroup.procs", "17\n18\n");
        write(folder + "memory.stat", "anon 4096\nfile 999\n");

        agrees(Cgroup.ofContainer(root, ID).orElseThrow());
    }

    private static void agrees(Cgroup group) throws IOException {
        assertEquals(Duration.ofMillis(1500), group.cpu());
        assertEquals(4096, group.memory());
        assertEquals(List.of(17L, 18L), group.pids());
    }

    @Test
    void aContainerOfAnotherMachineHasNone() throws Exception {
        assertEquals(Optional.empty(), Cgroup.ofContainer(root, ID));
    }

    @Test
    void aProcessIsItsTimeItsOwnMemoryAndTheSwitchesOfAllItsThreads() throws Exception {
        write("17/stat", "17 (my (odd) name) S 1 1 1 0 -1 4194304 9 0 0 0 250 50 3 4 20 0 2 0 100 1 1\n");
        write("17/status", "RssAnon:\t     8 kB\n");
        write("17/task/17/status", "voluntary_ctxt_switches:\t5\nnonvoluntary_ctxt_switches:\t2\n");
        write("17/task/19/status", "voluntary_ctxt_switches:\t1\nnonvoluntary_ctxt_switches:\t0\n");
        write("17/net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:     700       7    0    0    0     0          0         0      700       7    0    0    0     0       0          0
                  eth0:    1000      10    0    0    0     0          0         0     2000      20    0    0    0     0       0          0
                """);
        var proc = new Proc(root);

        assertEquals(new Counters(Duration.ofSeconds(3), 8192, 8, 0, 0), proc.of(List.of(17L)));
        assertEquals(new Counters(Duration.ZERO, 0, 0, 1000, 2000), proc.network(17));
        assertEquals(Counters.NONE, proc.of(List.of(99L)), "one that has ended");
    }

    @Test
    void whatNobodyKnownUsedIsTheOthers() {
        var key = new Snapshot.Key(Part.APP, "bench-1x1-app.1");
        var before = new Snapshot(0, processor(0, 0), Map.of(key, counters(1)));
        var after = new Snapshot(2_000_000_000L, processor(3, 4), Map.of(key, counters(3)));

        var usage = after.since(before);

        assertEquals(2, usage.cores());
        assertEquals(1.5, usage.busy());
        assertEquals(1, usage.cores(Part.APP));
        assertEquals(0.5, usage.cores(Part.OTHER));
    }

    @Test
    void theProcessorOfThisMachineGoesOn() throws Exception {
        var before = Proc.here().processor();

        var since = Proc.here().processor().since(before);

        assertTrue(!since.all().isNegative() && since.busy().compareTo(since.all()) <= 0, since::toString);
    }

    private static Proc.Processor processor(long busy, long all) {
        return new Proc.Processor(Duration.ofSeconds(busy), Duration.ZERO, Duration.ofSeconds(all));
    }

    private static Counters counters(long seconds) {
        return new Counters(Duration.ofSeconds(seconds), 1, 1, 1, 1);
    }

    private void write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
