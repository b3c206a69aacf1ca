package dev.skep.bench.http;

import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Interruptible;
import dev.skep.bench.run.MarkedPage;
import dev.skep.bench.run.Progress;
import dev.skep.bench.run.Root;
import dev.skep.bench.run.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                    + " rounds. No swarm is needed, and other work on the machine spoils it. All of it takes about 13"
                    + " minutes, and tells what is left."
        },
        mixinStandardHelpOptions = true)
public final class HttpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--quick", description = "under 2 minutes: to see that it works, not for figures")
    private boolean quick;

    @Option(
            names = "--servers",
            paramLabel = "SERVER",
            split = ",",
            description =
                    "only these of nginx, webdis, ancestor, pooled, incrby, everysec, always; nothing of start and growth")
    private Set<String> servers;

    @Option(
            names = "--variant",
            paramLabel = "NAME=OPTIONS",
            description = "beside them Skep with further options to its JVM, to compare; may be given more than once")
    private Map<String, String> variants = Map.of();

    @Option(names = "--connections", paramLabel = "N", split = ",", description = "of wrk, one load each")
    private List<Integer> connections;

    @Option(names = "--rounds", paramLabel = "N", description = "of which the medians are taken")
    private Integer rounds;

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
        var chosen = chosen();
        Tool.require(
                Tool.WRK,
                new Tool("redis-server", "redis-server"),
                new Tool("nginx", "nginx-light"),
                new Tool("webdis", "webdis"),
                new Tool("gunicorn", "gunicorn"));
        var result = Interruptible.call(() -> measured(chosen));
        var text = HttpReport.text(result);
        command.commandLine().getOut().print(text);
        command.commandLine().getOut().flush();
        if (report != null) {
            var images = report.toAbsolutePath().resolveSibling("images");
            MarkedPage.write(report, "bench http", text + HttpReport.charts(result, images));
            command.commandLine().getErr().println("written to " + report + " and " + images);
        }
        return 0;
    }

    private HttpResult measured(List<Contender> chosen) throws Exception {
        var plan = plan();
        var all = chosen.equals(Contender.all());
        var expected = all ? plan.all(chosen.size()).plus(plan.allOfTheApp()) : plan.all(chosen.size());
        var progress = new Progress(command.commandLine().getErr(), expected);
        try (var app = AppImage.make(Root.folder())) {
            var bench = new HttpBench(app, plan, progress);
            return all ? bench.all() : bench.only(chosen);
        }
    }

    private Plan plan() {
        var plan = quick ? Plan.QUICK : Plan.FULL;
        return plan.with(
                Optional.ofNullable(connections).orElse(plan.connections()),
                Optional.ofNullable(rounds).orElse(plan.rounds()));
    }

    private List<Contender> chosen() {
        var known = Contender.all();
        if (servers == null && variants.isEmpty()) {
            return known;
        }
        var wanted = Optional.ofNullable(servers).orElse(Set.of("nginx", "everysec"));
        wanted.stream()
                .filter(id -> known.stream().noneMatch(one -> one.id().equals(id)))
                .findFirst()
                .ifPresent(id -> {
                    throw new BenchException("there is no server '" + id + "'; see ./skep bench http --help");
                });
        var chosen = new ArrayList<>(
                known.stream().filter(one -> wanted.contains(one.id())).toList());
        variants.forEach((name, options) -> chosen.add(Contender.variant(name, List.of(options.split(" +", -1)))));
        return chosen;
    }
}
