package dev.skep.bench.topologies;

import dev.skep.bench.chart.ChartFile;
import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code skep bench report}. */
@Command(
        name = "report",
        description = {
            "Writes the report about the topologies: a page, its charts, and the results that they are made of.",
            "",
            "All of it comes from the results; the same results give the same page."
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "what skep bench topologies wrote (default: .skep/bench/topologies.jsonl)")
    private Path results;

    @Option(names = "--into", paramLabel = "FOLDER", description = "where benchmark.md goes (default: docs)")
    private Path folder;

    /** For picocli. */
    public ReportCommand() {}

    @Override
    public Integer call() throws IOException {
        var root = Path.of(System.getenv().getOrDefault("SKEP_ROOT", "."));
        var source = results == null ? root.resolve(".skep/bench/topologies.jsonl") : results;
        var target = folder == null ? root.resolve("docs") : folder;
        if (!Files.exists(source)) {
            throw new BenchException("there are no results in " + source + ": first ./skep bench topologies");
        }
        write(source, target);
        command.commandLine().getErr().println("skep bench: written: " + target.resolve("benchmark.md"));
        return 0;
    }

    static void write(Path source, Path target) throws IOException {
        var results = new Results(Journal.read(source));
        var page = new ReportPage(results).text();
        var beside = target.resolve("benchmark");
        for (var chart : new ReportCharts(results).all().entrySet()) {
            ChartFile.write(chart.getValue(), beside.resolve(chart.getKey() + ".svg"));
        }
        Files.createDirectories(beside);
        var copy = beside.resolve("topologies.jsonl");
        if (!Files.exists(copy) || !Files.isSameFile(source, copy)) {
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(target.resolve("benchmark.md"), page);
    }
}
