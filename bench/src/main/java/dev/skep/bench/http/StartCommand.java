package dev.skep.bench.http;

import dev.skep.bench.run.Interruptible;
import dev.skep.bench.run.Root;
import dev.skep.bench.run.Tool;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code skep bench start}. */
@Command(
        name = "start",
        description = {
            "Prints how long the app takes from its start until it is ready, and what memory it holds when idle.",
            "",
            "It is started as its image starts it, with the cache that the image's build makes, several times: the figures"
                    + " are medians. Half a minute; 'bench http' does it too."
        },
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    /** For picocli. */
    public StartCommand() {}

    @Override
    public Integer call() throws Exception {
        Tool.require(new Tool("redis-server", "redis-server"));
        var start = Interruptible.call(() -> {
            try (var app = AppImage.make(Root.folder())) {
                return Start.measure(app);
            }
        });
        command.commandLine().getOut().print(Start.text(Optional.of(start)));
        command.commandLine().getOut().flush();
        return 0;
    }
}
