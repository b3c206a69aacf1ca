package dev.skep.cli;

import dev.skep.loop.Deletions;
import dev.skep.loop.Wanted;
import dev.skep.observed.Labels;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "confirm-delete",
        description = {
            "Lets the controller delete what no manifest asks for where it held back,",
            "for the folder was empty, unreadable or had errors, or many manifests vanished at once. Volumes are kept."
        },
        mixinStandardHelpOptions = true)
final class ConfirmDeleteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "the deleted manifests' names")
    private List<String> names;

    @Override
    public Integer call() {
        var swarm = Session.open().swarm();
        var made = Wanted.madeFor(swarm.observe());
        for (var name : names) {
            if (!made.contains(name)) {
                throw new CannotGoOn("nothing in the swarm was made for a manifest %s; there is: %s"
                        .formatted(name, String.join(" ", made)));
            }
        }
        for (var name : names) {
            confirm(swarm, name);
            command.commandLine()
                    .getOut()
                    .println(name + ": is deleted where no manifest asks for it; what one asks for stays");
        }
        return Exit.DONE;
    }

    /** A config is the message: it reaches the controller wherever it runs, and goes with what it confirms. */
    private static void confirm(Swarm swarm, String name) {
        try {
            swarm.createConfig(
                    "skep-" + Deletions.CONFIRM_DELETE + "-" + name,
                    Map.of(Labels.NAME, name, Labels.COMPONENT, Deletions.CONFIRM_DELETE),
                    name.getBytes(StandardCharsets.UTF_8));
        } catch (SwarmException.NameTaken e) {
            // Confirmed before: once is enough.
            return;
        }
    }
}
