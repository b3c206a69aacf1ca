package dev.skep.cli;

import dev.skep.loop.Deletions;
import dev.skep.loop.Wanted;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.ManifestFiles;
import dev.skep.observed.Observed;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "Prints what the controller would do: each field from what to what, who asks for it, what restarts.",
            "It changes nothing. Exit: 0 nothing to do, 2 something to do, 1 an error."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    /** Whether a manifest that is not there is one that has gone. */
    enum Asked {
        WHOLE_FOLDER,
        SOME_FILES
    }

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Mixin
    private Output output;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "only these manifests; nothing is deleted for what they do not say")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        var observed = Session.open().swarm().observe();
        var read = files.isEmpty()
                ? Session.read(Session.folder(folder.folder(), observed))
                : new FolderResult.Readable(ManifestFiles.read(files));
        var wanted = wanted(read, files.isEmpty() ? Asked.WHOLE_FOLDER : Asked.SOME_FILES, observed);
        var out = command.commandLine().getOut();
        read.problems().forEach(command.commandLine().getErr()::println);
        if (output.json()) {
            out.println(Output.json(wanted.stream()
                    .map(w -> PlanJson.of(w.plan(), w.explained(observed)))
                    .toList()));
        } else {
            wanted.forEach(w -> PlanText.lines(w.plan(), w.explained(observed)).forEach(out::println));
        }
        if (!read.problems().isEmpty()) {
            return Exit.FAILED;
        }
        return wanted.stream()
                        .allMatch(w -> w.plan().isEmpty() && w.plan().waits().isEmpty())
                ? Exit.DONE
                : Exit.CHANGES;
    }

    /** What the manifests ask for, and what the controller would do for itself to bring it about. */
    static List<Wanted> wanted(FolderResult read, Asked about, Observed observed) {
        var own = Wanted.ownFor(read, observed).stream()
                .filter(n -> about == Asked.WHOLE_FOLDER || !n.equals(Deletions.HELD))
                .map(n -> Wanted.of(n, read, observed, Session.fingerprint(observed)))
                .filter(w -> !w.plan().isEmpty());
        var asked = Session.wanted(read, observed).stream()
                .filter(w -> about == Asked.WHOLE_FOLDER || w.manifest().isPresent());
        return Stream.concat(own, asked).toList();
    }
}
