package dev.skep.cli;

import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.swarm.Swarm;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Lets a manifest count on from what skep backup wrote, while it counts; no request fails.",
            "What was counted since is given up. Without --yes it says how much that is, and does nothing.",
            "What there was before it is kept: skep backup NAME --list.",
            "A backup of another redis.mode will do: the sum is the same after it."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "what skep backup wrote; - for standard input")
    private Optional<String> file = Optional.empty();

    @Option(
            names = "--kept",
            paramLabel = "ID",
            description = "the backup that is kept under this id, not one of a file (skep backup NAME --list)")
    private Optional<String> kept = Optional.empty();

    @Option(names = "--yes", description = "you mean it")
    private boolean meant;

    @Option(
            names = "--from",
            paramLabel = "OTHER",
            description = "the backup is of that manifest (default: it must be of NAME)")
    private Optional<String> from = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (kept.isPresent() == file.isPresent()) {
            throw new ParameterException(
                    command.commandLine(),
                    kept.isPresent()
                            ? "--kept names the backup: leave FILE away"
                            : "Missing required parameter: 'FILE', or --kept ID");
        }
        var given = file.map(_ -> read(System.in)); // what is no backup is told before anybody is asked
        var swarm = Session.open().swarm();
        var told = restore(given.orElseGet(() -> kept(swarm)), swarm, Instant.now());
        command.commandLine().getOut().println(told);
        return Exit.DONE;
    }

    /** The one that the swarm keeps. */
    Backup kept(Swarm swarm) {
        return KeptList.of(from.orElse(name), swarm.observe()).backup(kept.orElseThrow());
    }

    /** The backup, if it is whole and of the manifest that was said. */
    Backup read(InputStream pipe) {
        var given = file.orElseThrow();
        var backup = new BackupFile(given).read(pipe);
        var expected = from.orElse(name);
        if (!backup.manifest().equals(expected)) {
            throw new CannotGoOn(
                    "%s is a backup of %s, not of %s; if that is what you want: skep restore %s %s --from %s"
                            .formatted(given, backup.manifest(), expected, name, given, backup.manifest()));
        }
        return backup;
    }

    /** Restores it, if that is meant; answers what to tell. */
    String restore(Backup backup, Swarm swarm, Instant now) throws InterruptedException {
        var err = command.commandLine().getErr();
        if (!meant) {
            var there = BackupCommand.take(name, swarm, now, err);
            throw new CannotGoOn(
                    "%s would go from %d to %d, as of %s; what was counted since is given up; if you mean it: skep restore %s %s%s --yes"
                            .formatted(
                                    name,
                                    there.sum(),
                                    backup.sum(),
                                    backup.taken(),
                                    name,
                                    kept.map(id -> "--kept " + id)
                                            .or(() -> file)
                                            .orElseThrow(),
                                    from.map(f -> " --from " + f).orElse("")));
        }
        return name + ": " + new Asking(swarm, err).answer(Ask.restore(Asking.id(), name, now, backup));
    }
}
