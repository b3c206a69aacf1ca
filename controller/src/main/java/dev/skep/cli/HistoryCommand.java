package dev.skep.cli;

import dev.skep.loop.Wanted;
import dev.skep.observed.History;
import dev.skep.observed.Observed;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "history",
        description =
                "Shows what a manifest asked for, the newest first: when, from which line, and what became of it.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Override
    public Integer call() {
        var history = history(name, Session.open().swarm().observe());
        var out = command.commandLine().getOut();
        if (output.json()) {
            out.println(Output.json(HistoryView.of(history)));
        } else {
            HistoryText.lines(HistoryView.of(history)).forEach(out::println);
        }
        return Exit.DONE;
    }

    /** A manifest's history, which has at least one generation. */
    static History history(String name, Observed observed) {
        var history = History.of(name, observed);
        if (history.newest().isEmpty()) {
            throw new CannotGoOn("no generation of %s is known in this swarm; there is: %s"
                    .formatted(name, String.join(" ", Wanted.madeFor(observed))));
        }
        return history;
    }
}
