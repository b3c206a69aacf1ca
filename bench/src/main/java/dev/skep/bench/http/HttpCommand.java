package dev.skep.bench.http;

import dev.skep.bench.run.Interruptible;
import dev.skep.bench.run.MarkedPage;
import dev.skep.bench.run.Progress;
import dev.skep.bench.run.Tool;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code skep bench http}. */
@Command(
        name = "http",
        description = {
            "Measures the app beside other servers of a number: nginx, webdis, the ancestor's design, a plain Vert.x.",
            "",
            "Each runs alone on loopback, in turns, with a Redis of its own, under wrk; the figures are medians of the"
                    + " rounds. No swarm is needed, and other work on the machine spoils it. All of it takes about 10"
                    + " minutes, and tells what is left."
        },
        mixinStandardHelpOptions = true)
public final class HttpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--quick", description = "under 2 minutes: to see that it works, not for figures")
    private boolean quick;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "writes tables into this page, between the marks of 'bench http', and charts into images beside it")
    private Path report;

    /** For picocli. */
    public HttpCommand() {}

    @Override
    public Integer call() throws Exception {
        Tool.require(
                Tool.WRK,
                new Tool("redis-server", "redis-server"),
                new Tool("nginx", "nginx-light"),
                new Tool("webdis", "webdis"),
                new Tool("gunicorn", "gunicorn"));
        var root = Path.of(System.getenv().getOrDefault("SKEP_ROOT", ".")).toAbsolutePath();
        var plan = quick ? Plan.QUICK : Plan.FULL;
        var progress = new Progress(
                command.commandLine().getErr(), plan.all(Contender.all().size()));
        var result = Interruptible.call(() -> new HttpBench(root, plan, progress).measure());
        var text = HttpReport.text(result);
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
        if (report != null) {
            var images = report.toAbsolutePath().resolveSibling("images");
            MarkedPage.write(report, "bench http", text + HttpReport.charts(result, images));
            progress.tell("written to " + report + " and " + images);
        }
        return 0;
    }
}
