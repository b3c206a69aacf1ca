package dev.skep.cli;

import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.swarm.Swarm;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Writes what a manifest counted to a file, as of one moment, while it counts.",
            "In mode per-replica each counter has a moment of its own, all within about a second.",
            "The file is JSON with a SHA-256; skep restore reads it."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "where to write it; - for standard output")
    private String file;

    @Option(names = "--force", description = "replace the file if it is there")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
        var to = new BackupFile(file);
        require(to);
        var backup = take(
                name,
                Session.open().swarm(),
                Instant.now(),
                command.commandLine().getErr());
        write(to, BackupText.write(backup));
        command.commandLine().getErr().println(told(backup));
        return Exit.DONE;
    }

    private void require(BackupFile to) {
        if (to.isPipe()) {
            return;
        }
        if (force) {
            to.requireReplaceable();
        } else {
            to.requireNew();
        }
    }

    /** What the controller reads for it. */
    static Backup take(String name, Swarm swarm, Instant now, PrintWriter err) throws InterruptedException {
        var text = new Asking(swarm, err).answer(Ask.backup(Asking.id(), name, now));
        return switch (BackupText.read(text)) {
            case BackupText.Read.Sound(var backup) -> backup;
            case BackupText.Read.Damaged(var why) ->
                throw new CannotGoOn("%s: the controller's answer cannot be read: %s".formatted(name, why));
        };
    }

    private void write(BackupFile to, String text) {
        if (to.isPipe()) {
            command.commandLine().getOut().print(text);
            command.commandLine().getOut().flush();
        } else if (force) {
            to.replace(text);
        } else {
            to.create(text);
        }
    }

    private String told(Backup backup) {
        return "%s: %d, as of %s (%s, %d %s), is in %s"
                .formatted(
                        name,
                        backup.sum(),
                        backup.taken(),
                        backup.mode(),
                        backup.shards().size(),
                        backup.shards().size() == 1 ? "counter" : "counters",
                        file.equals("-") ? "what was printed" : file);
    }
}
