package dev.skep.bench;

import dev.skep.bench.engine.EngineCommand;
import dev.skep.bench.http.HttpCommand;
import dev.skep.bench.http.StartCommand;
import dev.skep.bench.run.BenchException;
import dev.skep.bench.topologies.ReportCommand;
import dev.skep.bench.topologies.TopologiesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the benchmarks: {@code ./skep bench}. */
@Command(
        name = "skep bench",
        description = "Measures Skep, and prints how.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {
            EngineCommand.class,
            HttpCommand.class,
            StartCommand.class,
            TopologiesCommand.class,
            ReportCommand.class
        })
public final class Main {
    /** As in sysexits.h: EX_USAGE. */
    private static final int USAGE = 64;

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler((e, _) -> misused(e))
                .setExecutionExceptionHandler((e, command, _) -> failed(e, command))
                .execute(args));
    }

    private static int misused(CommandLine.ParameterException e) {
        var command = e.getCommandLine();
        command.getErr().println("skep: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return USAGE;
    }

    /** What the user can mend is said in a line; anything else is a fault of the program, and shown whole. */
    private static int failed(Exception e, CommandLine command) throws Exception {
        if (e instanceof BenchException) {
            command.getErr().println("skep: " + e.getMessage());
            return 1;
        }
        throw e;
    }
}
