package dev.skep.bench.topologies;

import dev.skep.bench.load.Measured;
import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** tcpdump in the network of a container, into a file that is read by tshark and deleted. */
final class Capture implements AutoCloseable {
    /** Enough of each packet for its heads. */
    private static final String SNAP = "96";

    /** Packets of one capture, about 150 MB: a fast machine must not fill its disk. */
    private static final int MOST = 1_000_000;

    private static final long GRACE_SECONDS = 20;

    private final Path file;
    private final Path said;
    private final Process process;
    private final List<String> command;

    private Capture(Path file, Path said, Process process, List<String> command) {
        this.file = file;
        this.said = said;
        this.process = process;
        this.command = command;
    }

    /**
     * Begins.
     *
     * @param pid of a process in that network
     */
    static Capture begin(long pid, int port) throws IOException, InterruptedException {
        var file = Files.createTempFile("skep-bench", ".pcap");
        var said = Files.createTempFile("skep-bench", ".tcpdump");
        var command = List.of(
                "nsenter",
                "--target",
                Long.toString(pid),
                "--net",
                "tcpdump",
                "-i",
                "any",
                "-n",
                "-s",
                SNAP,
                "-B",
                "16384",
                "-c",
                Integer.toString(MOST),
                "-Z",
                "root",
                "-w",
                file.toString(),
                "tcp port " + port);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        var capture = new Capture(file, said, process, command);
        capture.awaitListening();
        return capture;
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        while (!Files.readString(said).contains("listening on")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                var text = Files.readString(said).strip();
                close();
                throw new BenchException("tcpdump does not begin: " + String.join(" ", command) + "\n" + text);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** The command, with names for what is another each time. */
    String command() {
        return String.join(" ", command).replace(file.toString(), "FILE").replaceFirst("--target \\d+", "--target PID");
    }

    /** What was seen; not to the end when it was too much. */
    record Seen(List<Packet> packets) {
        /** How many of these, of all the time, belong to the time that was seen. */
        long part(long all, Measured measured) {
            if (packets.size() < MOST) {
                return all;
            }
            double seen = packets.getLast().time() - packets.getFirst().time();
            return Math.round(all * Math.min(1, seen * 1e9 / measured.duration().toNanos()));
        }
    }

    /** Ends it and reads what it saw. */
    Seen end() throws IOException, InterruptedException {
        process.destroy(); // tcpdump writes what it has, and ends
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            throw new BenchException("tcpdump does not end");
        }
        return new Seen(read());
    }

    private List<Packet> read() throws IOException, InterruptedException {
        var text = Files.createTempFile("skep-bench", ".packets");
        var tshark = new ProcessBuilder(Packet.tshark(file))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(text.toFile())
                .start();
        try {
            if (!tshark.waitFor(5, TimeUnit.MINUTES) || tshark.exitValue() != 0) {
                throw new BenchException("tshark cannot read the capture: " + String.join(" ", Packet.tshark(file)));
            }
            var packets = new ArrayList<Packet>();
            try (var lines = Files.lines(text)) {
                lines.map(Packet::parse).forEach(packets::add);
            }
            return packets;
        } finally {
            tshark.destroyForcibly();
            Files.delete(text);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(file);
        Files.deleteIfExists(said);
    }
}
