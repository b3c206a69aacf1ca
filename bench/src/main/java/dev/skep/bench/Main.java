package dev.skep.bench;

import dev.skep.bench.engine.EngineCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the benchmarks: {@code ./skep bench}. */
@Command(
        name = "skep bench",
        description = "Measures Skep, and prints how.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = EngineCommand.class)
public final class Main {
    /** As in sysexits.h: EX_USAGE. */
    private static final int USAGE = 64;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler((e, _) -> misused(e))
                .execute(args));
    }

    private static int misused(CommandLine.ParameterException e) {
        var command = e.getCommandLine();
        command.getErr().println("skep: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }
}
