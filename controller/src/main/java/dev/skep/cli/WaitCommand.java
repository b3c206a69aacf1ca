package dev.skep.cli;

import dev.skep.loop.Wanted;
import dev.skep.status.Readiness;
import dev.skep.swarm.SwarmException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "wait",
        description = "Waits until a manifest, or all of them, is as it asks to be.",
        mixinStandardHelpOptions = true)
final class WaitCommand implements Callable<Integer> {
    /** What can be waited for. */
    enum Condition {
        READY,
        DELETED
    }

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this manifest")
    private String name = "";

    @Option(
            names = "--for",
            paramLabel = "CONDITION",
            defaultValue = "READY",
            description = "Ready or Deleted (default: Ready)")
    private Condition condition;

    @Option(
            names = "--timeout",
            converter = DurationConverter.class,
            defaultValue = "2m",
            description = "how long at most (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    private final AtomicReference<String> told = new AtomicReference<>("");

    @Override
    public Integer call() throws InterruptedException {
        if (condition == Condition.DELETED && name.isEmpty()) {
            throw new ParameterException(command.commandLine(), "--for Deleted needs a NAME");
        }
        var session = Session.open();
        var path = Session.folder(folder.folder(), session.swarm().observe());
        if (Poll.until(timeout, () -> reached(session, path))) {
            return Exit.DONE;
        }
        throw new CannotGoOn("not %s after %d s: %s"
                .formatted(condition, timeout.toSeconds(), told.get().strip()));
    }

    private boolean reached(Session session, Path path) {
        try {
            var missing = missing(session, path);
            var text = String.join("\n", missing);
            if (!text.isEmpty() && !text.equals(told.getAndSet(text))) {
                command.commandLine().getErr().println(text);
            }
            return missing.isEmpty();
        } catch (SwarmException.Unreachable e) {
            told.set(e.getMessage());
            return false;
        }
    }

    private List<String> missing(Session session, Path path) {
        var observed = session.swarm().observe();
        if (condition == Condition.DELETED) {
            return observed.owners().contains(name) ? List.of(name + ": still there") : List.of();
        }
        var folder = Session.read(path);
        var wanted = Session.wanted(folder, observed).stream()
                .filter(w -> name.isEmpty() || w.name().equals(name))
                .toList();
        if (wanted.stream().noneMatch(w -> w.manifest().isPresent())) {
            return List.of(
                    name.isEmpty() ? "no manifest in " + path : name + ": no valid manifest of that name in " + path);
        }
        return wanted.stream()
                .flatMap(w -> waitingFor(w, Readiness.of(w.desired(), w.plan(), observed)))
                .toList();
    }

    private static java.util.stream.Stream<String> waitingFor(Wanted wanted, Readiness readiness) {
        return readiness.waitingFor().stream().map(w -> wanted.name() + ": " + w);
    }
}
