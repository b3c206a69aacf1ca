package dev.skep.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.skep.manifest.DocumentTexts;
import dev.skep.observed.Generation;
import dev.skep.observed.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        description = {
            "Writes what an earlier generation asked for back into the manifest's file, and prints the difference.",
            "The file is the truth: the controller follows it. Its other documents stay as they are."
        },
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    private static final int CONTEXT = 3;

    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "N",
            description = "the generation (default: the last before the newest of which all ran)")
    private Optional<Long> to = Optional.empty();

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description = "the folder that holds the file (default: where the controller read it)")
    private Optional<Path> folder = Optional.empty();

    @Override
    public Integer call() {
        var history = HistoryCommand.history(name, Session.open().swarm().observe());
        var generation = target(name, history, to);
        var diff = write(name, generation, file(history.newest().orElseThrow(), folder));
        var out = command.commandLine().getOut();
        diff.forEach(out::println);
        out.println(
                diff.isEmpty()
                        ? "the file says what generation %d asked for; nothing was written"
                                .formatted(generation.number())
                        : "%s asks for what generation %d asked for; the controller follows: skep wait %s"
                                .formatted(name, generation.number(), name));
        return Exit.DONE;
    }

    static Generation target(String name, History history, Optional<Long> to) {
        if (to.isEmpty()) {
            return history.lastGoodBefore(history.newest().orElseThrow())
                    .orElseThrow(() -> new CannotGoOn(
                            "no earlier generation of %s ran; skep history %s shows them, --to N names one"
                                    .formatted(name, name)));
        }
        return history.number(to.get())
                .orElseThrow(() -> new CannotGoOn("generation %d of %s is not kept; there are: %s"
                        .formatted(
                                to.get(),
                                name,
                                history.generations().stream()
                                        .map(g -> Long.toString(g.number()))
                                        .collect(Collectors.joining(" ")))));
    }

    /** The file that the newest generation was read from; folders of manifests are flat, so its name says which. */
    static Path file(Generation newest, Optional<Path> folder) {
        var read = Path.of(newest.file());
        var file = folder.map(f -> f.resolve(read.getFileName())).orElse(read);
        if (!Files.isRegularFile(file)) {
            throw new CannotGoOn(
                    folder.isPresent()
                            ? file + " is not there, and the controller read the manifest from a file of that name"
                            : "the controller read the manifest from %s, which is not on this machine; run this there, or name the folder: --manifests DIR"
                                    .formatted(file));
        }
        return file;
    }

    /** Answers the difference, which is empty if there was none and nothing was written. */
    static List<String> write(String name, Generation generation, Path file) {
        try {
            var now = Files.readString(file);
            var then = DocumentTexts.replaced(now, name, generation.text())
                    .orElseThrow(() -> new CannotGoOn(
                            "%s holds no document named %s, or is no YAML; write generation %d there by hand: skep history %s -o json has its text"
                                    .formatted(file, name, generation.number(), name)));
            if (!then.equals(now)) {
                AtomicFile.replace(file, then);
            }
            var before = now.lines().toList();
            var patch = DiffUtils.diff(before, then.lines().toList());
            return UnifiedDiffUtils.generateUnifiedDiff(file.toString(), file.toString(), before, patch, CONTEXT);
        } catch (IOException e) {
            throw new CannotGoOn("%s could not be read and replaced: %s".formatted(file, e));
        }
    }
}
