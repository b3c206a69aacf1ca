package dev.skep.cli;

import dev.skep.loop.Wanted;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.ManifestFiles;
import dev.skep.plan.FieldChange;
import dev.skep.plan.Hold;
import dev.skep.plan.Step;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "Prints what the controller would do, and why.",
            "Exit: 0 nothing to do, 2 something to do, 1 an error in a manifest."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    /** One manifest's plan as data. */
    record PlanView(String name, List<StepView> steps, List<Hold> holds, List<String> waits) {}

    /** One step as data. */
    record StepView(String what, String why, List<FieldChange> changes) {}

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Mixin
    private Output output;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "only these manifests; nothing is deleted for what they do not say")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        var observed = Session.open().swarm().observe();
        var read = files.isEmpty()
                ? Session.read(Session.folder(folder.folder(), observed))
                : new FolderResult.Readable(ManifestFiles.read(files));
        var wanted = Session.wanted(read, observed).stream()
                .filter(w -> files.isEmpty() || w.manifest().isPresent())
                .toList();
        var out = command.commandLine().getOut();
        read.problems().forEach(command.commandLine().getErr()::println);
        if (output.json()) {
            out.println(Output.json(wanted.stream().map(PlanCommand::view).toList()));
        } else {
            wanted.forEach(w -> print(w, out));
        }
        if (!read.problems().isEmpty()) {
            return Exit.FAILED;
        }
        return wanted.stream()
                        .allMatch(w -> w.plan().isEmpty() && w.plan().waits().isEmpty())
                ? Exit.DONE
                : Exit.CHANGES;
    }

    private static PlanView view(Wanted wanted) {
        var steps = wanted.plan().steps().stream()
                .map(s -> new StepView(s.what(), s.why(), changes(s)))
                .toList();
        return new PlanView(
                wanted.name(), steps, wanted.plan().holds(), wanted.plan().waits());
    }

    private static void print(Wanted wanted, PrintWriter out) {
        var plan = wanted.plan();
        out.println(
                plan.isEmpty() && plan.holds().isEmpty() && plan.waits().isEmpty()
                        ? wanted.name() + ": nothing to do"
                        : wanted.name() + ": " + plan.steps().size() + " steps");
        for (var step : plan.steps()) {
            out.println("  " + step.what() + "  (" + step.why() + ")");
            changes(step).forEach(c -> out.println("    " + c));
        }
        plan.waits().forEach(w -> out.println("  waits: " + w));
        plan.holds().forEach(h -> out.println("  held: " + h.reason() + ": " + h.message()));
    }

    private static List<FieldChange> changes(Step step) {
        return step instanceof Step.UpdateService update ? update.visibleChanges() : List.of();
    }
}
