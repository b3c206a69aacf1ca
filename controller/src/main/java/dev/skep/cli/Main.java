package dev.skep.cli;

import dev.skep.swarm.SwarmException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the controller and of its command line. */
@Command(
        name = "skep",
        description = "Keeps a Docker Swarm as its manifests say.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ControllerCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            ValidateCommand.class,
            ExplainCommand.class,
            SchemaCommand.class,
            PlanCommand.class,
            StatusCommand.class,
            UrlCommand.class,
            WaitCommand.class,
            EventsCommand.class,
            HistoryCommand.class,
            RollbackCommand.class,
            RotatePasswordCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AdoptCommand.class,
            ConfirmDeleteCommand.class,
            AcceptDataLossCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler((e, command, _) -> failed(e, command));
    }

    /** As picocli does it, but for the exit code: its 2 is what {@code plan} says when there are changes. */
    private static int misused(CommandLine.ParameterException e, String[] args) {
        var command = e.getCommandLine();
        command.getErr().println("skep: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }

    /** What a person can act on is told in a line; anything else is a bug and shows where it is. */
    private static int failed(Exception e, CommandLine command) {
        switch (e) {
            case SwarmException known -> command.getErr().println("skep: " + known.getMessage());
            case CannotGoOn known -> command.getErr().println("skep: " + known.getMessage());
            default -> e.printStackTrace(command.getErr());
        }
        return Exit.FAILED;
    }
}
