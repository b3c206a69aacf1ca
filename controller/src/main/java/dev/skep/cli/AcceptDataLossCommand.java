package dev.skep.cli;

import dev.skep.desired.DesiredConfig;
import dev.skep.loop.Wanted;
import dev.skep.plan.KnownData;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "accept-data-loss",
        description = {
            "Lets Redis start where its volume was counted in and is found empty (DataMissing): at 0, or from a copy.",
            "Without --yes it says what would be given up."
        },
        mixinStandardHelpOptions = true)
final class AcceptDataLossCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Option(names = "--yes", description = "you mean it")
    private boolean meant;

    @Override
    public Integer call() {
        command.commandLine().getOut().println(accept(Session.open().swarm()));
        return Exit.DONE;
    }

    /** Accepts it, if it is meant; answers what to tell. */
    String accept(Swarm swarm) {
        var observed = swarm.observe();
        if (!observed.owners().contains(name)) {
            throw new CannotGoOn("nothing in the swarm was made for %s; there is: %s"
                    .formatted(name, String.join(" ", Wanted.madeFor(observed))));
        }
        var missing = KnownData.missing(name, observed);
        if (missing.isEmpty()) {
            return name + ": no data are missing, so there is nothing to accept";
        }
        var away = KnownData.away(name, missing, observed);
        if (!away.isEmpty()) {
            throw new CannotGoOn(
                    ("%s may still have what %s lost, and it does not run: wait for it or bring its node back; if the node"
                                    + " is gone for good, docker node rm --force it first")
                            .formatted(String.join(", ", away), String.join(", ", missing)));
        }
        if (!meant) {
            throw new CannotGoOn(
                    "%s would go on without what was counted in %s; if you mean it: skep accept-data-loss %s --yes"
                            .formatted(name, String.join(", ", missing), name));
        }
        leave(KnownData.acceptance(name, missing), swarm);
        return name + ": goes on without what was counted in " + String.join(", ", missing);
    }

    /** A config is the message: it reaches the controller wherever it runs, and goes when all of it is forgotten. */
    private static void leave(DesiredConfig message, Swarm swarm) {
        try {
            swarm.createConfig(message.name(), message.labels(), message.text().getBytes(StandardCharsets.UTF_8));
        } catch (SwarmException.NameTaken e) {
            // Accepted before: once is enough.
            return;
        }
    }
}
