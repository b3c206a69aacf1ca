package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.loop.Wanted;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.status.Readiness;
import dev.skep.status.Urls;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = "Shows each manifest: whether it is Ready, its tasks, where it answers, what it waits for.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final String ROW = "%-20s %-8s %-8s %-9s %s%n";

    /** One manifest's status as data. */
    record StatusView(
            String name,
            String mode,
            boolean ready,
            String app,
            List<String> urls,
            List<String> waitingFor,
            String manifest) {}

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this manifest")
    private String name = "";

    @Override
    public Integer call() {
        var observed = Session.open().swarm().observe();
        var read = Session.read(Session.folder(folder.folder(), observed));
        var views = Session.wanted(read, observed).stream()
                .filter(w -> name.isEmpty() || w.name().equals(name))
                .map(w -> view(w, observed))
                .toList();
        if (views.isEmpty() && !name.isEmpty()) {
            throw new CannotGoOn("no manifest, and nothing in the swarm, is named " + name);
        }
        var out = command.commandLine().getOut();
        if (output.json()) {
            out.println(Output.json(views));
        } else {
            print(views, observed, out);
        }
        read.problems().forEach(command.commandLine().getErr()::println);
        return read.problems().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private static StatusView view(Wanted wanted, Observed observed) {
        var readiness = Readiness.of(wanted.desired(), wanted.plan(), observed);
        var app = observed.servicesOf(wanted.name()).stream()
                .filter(s -> s.label(Labels.COMPONENT).equals("app"))
                .map(s -> s.running() + "/" + s.wanted())
                .findFirst()
                .orElse("-");
        return new StatusView(
                wanted.name(),
                wanted.manifest()
                        .map(m -> m.spec()
                                .redis()
                                .topology()
                                .getClass()
                                .getSimpleName()
                                .toLowerCase(Locale.ROOT))
                        .orElse("-"),
                wanted.manifest().isPresent() && readiness.ready(),
                app,
                Urls.of(wanted.name(), observed),
                readiness.waitingFor(),
                wanted.manifest().map(m -> m.at().toString()).orElse("(none)"));
    }

    private static void print(List<StatusView> views, Observed observed, PrintWriter out) {
        out.printf(ROW, "NAME", "MODE", "READY", "APP", "URL");
        for (var view : views) {
            out.printf(
                    ROW,
                    view.name(),
                    view.mode(),
                    view.ready() ? "yes" : "no",
                    view.app(),
                    view.urls().stream().findFirst().orElse("-"));
            view.waitingFor().forEach(w -> out.println("  waiting: " + w));
        }
        if (observed.service(ControllerService.NAME).isEmpty()) {
            out.println("No controller runs in this swarm: nothing of this is being done. Start it: ./skep up");
        }
    }
}
