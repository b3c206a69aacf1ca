package dev.skep.bench.engine;

import dev.skep.bench.run.ManifestFolder;
import dev.skep.bench.run.MarkedPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code skep bench engine}. */
@Command(
        name = "engine",
        description = {
            "Measures the controller: its time, its memory, and how fast the swarm follows an edit.",
            "",
            "With many manifests it runs against an engine that is simulated on loopback. A crowd of small ones, and the race"
                    + " against docker stack deploy and docker service update, run on the swarm, where ./skep up has"
                    + " started Skep. What was measured is printed, and written, also where a later part fails."
        },
        mixinStandardHelpOptions = true)
public final class EngineCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--manifests",
            paramLabel = "N",
            split = ",",
            defaultValue = "100,1000",
            description = "how many (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(
            names = "--edits",
            defaultValue = "200",
            description = "of each size, within a minute (default: ${DEFAULT-VALUE})")
    private int edits;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "how long to look while nothing changes; the controller looks at all each half minute (default:"
                            + " ${DEFAULT-VALUE})")
    private int idle;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "of the race on the swarm; 0 leaves it out (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--crowd",
            paramLabel = "N",
            defaultValue = "24",
            description = "manifests on the swarm; 0 leaves it out (default: ${DEFAULT-VALUE})")
    private int crowd;

    @Option(names = "--report", paramLabel = "FILE", description = "writes the tables into this page, too")
    private Path report;

    private final List<Scale.Result> scales = new ArrayList<>();
    private final List<String> onTheSwarm = new ArrayList<>();

    /** For picocli. */
    public EngineCommand() {}

    @Override
    public Integer call() throws Exception {
        Parts.measure(parts(), this::tell, this::keep);
        return 0;
    }

    private List<Parts.Part> parts() {
        var root = Path.of(System.getenv().getOrDefault("SKEP_ROOT", "."));
        var still = Duration.ofSeconds(idle);
        var parts = new ArrayList<Parts.Part>();
        for (int size : sizes) {
            parts.add(new Parts.Part(
                    "%d manifests, 10 replicas each, on a simulated engine".formatted(size),
                    () -> scales.add(new Scale(root, size, edits, still).measure())));
        }
        if (crowd > 0) {
            parts.add(new Parts.Part(
                    "%d manifests, 1 replica each, on the swarm".formatted(crowd),
                    () -> onTheSwarm.add(
                            EngineReport.crowd(new Crowd(onTheSwarm(), crowd, still).measure(this::tell)))));
        }
        if (rounds > 0) {
            parts.add(new Parts.Part(
                    "a race of %d rounds on the swarm".formatted(rounds),
                    () -> onTheSwarm.add(EngineReport.race(new Race(onTheSwarm()).run(rounds, this::tell)))));
        }
        return parts;
    }

    private void keep() throws IOException {
        var text = EngineReport.of(scales, onTheSwarm);
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
        if (report != null && !text.isEmpty()) {
            MarkedPage.write(report, "bench engine", text);
            tell("written to " + report);
        }
    }

    private static ManifestFolder onTheSwarm() {
        return ManifestFolder.ofController(", or leave out what needs it: --crowd 0 --rounds 0");
    }

    private void tell(String what) {
        command.commandLine().getErr().println("skep bench: " + what);
    }
}
