package dev.skep.cli;

import dev.skep.backup.Ask;
import dev.skep.backup.Backup;
import dev.skep.backup.BackupText;
import dev.skep.backup.KeptBackup;
import dev.skep.observed.Observed;
import dev.skep.swarm.Swarm;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Writes what a manifest counted to a file, as of one moment, while it counts.",
            "In mode per-replica each counter has a moment of its own, all within about a second.",
            "The file is JSON with a SHA-256; skep restore reads it.",
            "The controller takes one by itself before something goes that was counted in, and keeps the newest "
                    + KeptBackup.KEPT + ":",
            "--list shows them, --kept ID writes one to the file. They stay when the manifest is deleted."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "where to write it; - for standard output")
    private Optional<String> file = Optional.empty();

    @Option(names = "--force", description = "replace the file if it is there")
    private boolean force;

    @Option(names = "--list", description = "write nothing, and show the backups that are kept")
    private boolean list;

    @Option(names = "--kept", paramLabel = "ID", description = "the backup that is kept under this id, not a new one")
    private Optional<String> kept = Optional.empty();

    @Mixin
    private Output output;

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            print(Session.open().swarm().observe());
            return Exit.DONE;
        }
        var to = new BackupFile(file.orElseThrow(() -> misused("Missing required parameter: 'FILE'")));
        require(to);
        var swarm = Session.open().swarm();
        var backup = kept.isPresent()
                ? KeptList.of(name, swarm.observe()).backup(kept.get())
                : take(name, swarm, Instant.now(), command.commandLine().getErr());
        write(to, BackupText.write(backup));
        command.commandLine().getErr().println(told(backup, to));
        return Exit.DONE;
    }

    private ParameterException misused(String what) {
        return new ParameterException(command.commandLine(), what);
    }

    private void print(Observed observed) {
        if (file.isPresent() || kept.isPresent() || force) {
            throw misused("--list writes no file: leave FILE, --kept and --force away");
        }
        var all = KeptList.of(name, observed);
        var out = command.commandLine().getOut();
        if (output.json()) {
            out.println(Output.json(all.views()));
        } else {
            all.lines().forEach(out::println);
        }
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

    private String told(Backup backup, BackupFile to) {
        return "%s: %d, as of %s (%s, %d %s), is in %s"
                .formatted(
                        name,
                        backup.sum(),
                        backup.taken(),
                        backup.mode(),
                        backup.shards().size(),
                        backup.shards().size() == 1 ? "counter" : "counters",
                        to.isPipe() ? "what was printed" : to.name());
    }
}
