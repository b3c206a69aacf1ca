package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.status.StatusJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = {
            "Shows each manifest: its conditions, its tasks, where it answers, what it waits for.",
            "With a NAME all there is to say on that one. docs/status.md tells what the words mean."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
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
        var session = Session.open();
        var observed = session.swarm().observe();
        var read = Session.read(Session.folder(folder.folder(), observed));
        var wanted = Session.wanted(read, observed).stream()
                .filter(w -> name.isEmpty() || w.name().equals(name))
                .toList();
        var failures = new ControllerLog(session.engine()).failures(wanted);
        var statuses = wanted.stream().map(w -> w.status(observed, failures)).toList();
        if (statuses.isEmpty() && !name.isEmpty()) {
            throw new CannotGoOn("no manifest, and nothing in the swarm, is named " + name);
        }
        var out = command.commandLine().getOut();
        var text = new StatusText(out);
        if (output.json()) {
            out.println(Output.json(statuses.stream().map(StatusJson::of).toList()));
        } else if (name.isEmpty()) {
            text.table(statuses);
        } else {
            statuses.forEach(text::detail);
        }
        if (observed.service(ControllerService.NAME).isEmpty()) {
            tell(List.of("No controller runs in this swarm: nothing of this is being done. Start it: ./skep up"));
        }
        tell(read.problems());
        return read.problems().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private void tell(List<?> lines) {
        lines.forEach(command.commandLine().getErr()::println);
    }
}
