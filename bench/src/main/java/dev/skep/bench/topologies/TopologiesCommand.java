package dev.skep.bench.topologies;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Docker;
import dev.skep.bench.run.Interruptible;
import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.Progress;
import dev.skep.bench.run.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code skep bench topologies}. */
@Command(
        name = "topologies",
        description = {
            "Do ten instances mean ten times the performance? Measures one and ten instances before one Redis, ten, and"
                    + " Sentinel's, and the design that Skep is compared with.",
            "",
            "It needs the swarm where ./skep up has started Skep, on this machine, wrk, and, as root, tcpdump and tshark."
                    + " Each set-up is a manifest bench-…, which is deleted again, with its volumes. The results are kept"
                    + " as JSON, an object a line; ./skep bench report makes the report of them."
        },
        mixinStandardHelpOptions = true)
public final class TopologiesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--quick", description = "a few set-ups, a second each: under three minutes; else under forty")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "SETUP",
            split = ",",
            description = "only these: ancestor-1x1, ancestor-10x1, ancestor-10x10, 1x1, 10x1, 10x10, 10xsentinel,"
                    + " pinned-1 … pinned-10 (a quarter of a core each), thin-1 … thin-10 (a twentieth),"
                    + " nodes-1 … nodes-3 (nodes of the lab of half a core each)")
    private List<String> only = List.of();

    @Option(
            names = "--continue",
            description = "measure only what the results lack, of a run that was interrupted or knew fewer set-ups")
    private boolean goOn;

    @Option(names = "--no-capture", description = "without tcpdump, which needs root")
    private boolean noCapture;

    @Option(
            names = "--ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "18080,18081",
            description = "two that are free on every node (default: ${DEFAULT-VALUE})")
    private List<Integer> ports;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "where the results go (default: .skep/bench/topologies.jsonl)")
    private Path results;

    /** For picocli. */
    public TopologiesCommand() {}

    @Override
    public Integer call() throws Exception {
        var cores = NodeCores.here();
        var effort = effort(cores);
        var folder = ManifestFolder.ofController("");
        requireTools(effort);
        var root = Path.of(System.getenv().getOrDefault("SKEP_ROOT", "."));
        var file = results == null ? root.resolve(".skep/bench/topologies.jsonl") : results;
        var earlier = goOn ? Earlier.of(file, effort) : Earlier.none();
        return Interruptible.call(() -> measure(effort, earlier, folder, cores, root, file));
    }

    private int measure(Effort effort, Earlier earlier, ManifestFolder folder, NodeCores cores, Path root, Path file)
            throws Exception {
        var engines = Docker.engines();
        var proc = Proc.here();
        var progress = new Progress(command.commandLine().getErr(), effort.expected(earlier));
        Visits.refuseTaken(folder, effort);
        cores.free();
        var begun = begun(effort, engines, proc, progress);
        earlier.requireSame(begun);
        try (var journal = Journal.after(earlier.whole(effort), file)) {
            journal.write(begun);
            var scales = new Scales(effort, engines, journal, proc);
            var how = "interrupted";
            try {
                new Visits(effort, ports, folder, new SkepJar(root), scales, cores, progress).all(earlier);
                how = "complete";
            } finally {
                journal.write(new Entry.Ended(now(), how));
                progress.tell(how + "; the results: " + file);
            }
        }
        return 0;
    }

    private Effort effort(NodeCores cores) {
        var whole = quick ? Effort.quick() : Effort.full();
        var chosen = only.isEmpty()
                ? whole.setups().stream()
                        .filter(s -> cores.canBeLimited() || !limitsNodes(s))
                        .toList()
                : only.stream().map(TopologiesCommand::setup).toList();
        if (!cores.canBeLimited() && chosen.stream().anyMatch(TopologiesCommand::limitsNodes)) {
            throw new BenchException(
                    "nodes-… are set-ups of the lab, whose nodes can be limited, and Skep does not run there: ./skep up --on lab");
        }
        if (ports.size() != 2) {
            throw new BenchException("--ports wants two ports");
        }
        return whole.only(chosen, noCapture ? Duration.ZERO : whole.capture());
    }

    private static boolean limitsNodes(Setup setup) {
        return setup.limit() instanceof Setup.Limit.OfNode;
    }

    private static Setup setup(String name) {
        return Setup.all().stream()
                .filter(setup -> setup.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BenchException("there is no set-up '%s'; there are: %s"
                        .formatted(name, Setup.all().stream().map(Setup::name).collect(Collectors.joining(", ")))));
    }

    private static void requireTools(Effort effort) throws IOException {
        Tool.require(Tool.WRK, Tool.DOCKER);
        if (!effort.capture().isZero()) {
            Tool.require(Tool.TCPDUMP, Tool.TSHARK, Tool.NSENTER, Tool.IP);
            requireRoot(Files.readAllLines(Path.of("/proc/self/status")));
        }
    }

    /** By what Linux tells of this process: man 5 proc_pid_status. */
    static void requireRoot(List<String> status) {
        if (status.stream().noneMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"))) {
            throw new BenchException("tcpdump in the containers' networks needs root. Run it with sudo, or leave"
                    + " the captures out: --no-capture");
        }
    }

    private static Entry.Begun begun(Effort effort, List<String> engines, Proc proc, Progress progress)
            throws IOException, InterruptedException {
        var busy = Machine.busy(proc);
        busy.warning().ifPresent(progress::tell);
        return new Entry.Begun(
                now(),
                effort.name(),
                effort.visits(),
                effort.repeats(),
                effort.reference(),
                busy.all(),
                Math.rint(busy.cores() * 100) / 100,
                Machine.description(engines));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
