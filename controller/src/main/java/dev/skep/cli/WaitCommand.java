package dev.skep.cli;

import dev.skep.observed.Observed;
import dev.skep.status.ManifestStatus;
import dev.skep.swarm.SwarmException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "wait",
        description =
                "Waits until a condition of a manifest, or of all of them, is so; says what is missing meanwhile.",
        mixinStandardHelpOptions = true)
final class WaitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private FolderOption folder;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this manifest")
    private String name = "";

    @Option(
            names = "--for",
            paramLabel = "CONDITION",
            converter = WaitFor.Converter.class,
            defaultValue = "Ready",
            description = {
                "Ready, Progressing, Degraded or RedisHealthy, each with =True (default), =False or =Unknown;",
                "or Deleted (default: ${DEFAULT-VALUE})"
            })
    private WaitFor condition;

    @Option(
            names = "--timeout",
            converter = DurationConverter.class,
            defaultValue = "2m",
            description = "how long at most (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    private final AtomicReference<String> told = new AtomicReference<>("");

    @Override
    public Integer call() throws InterruptedException {
        if (condition instanceof WaitFor.Deleted && name.isEmpty()) {
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
        return switch (condition) {
            case WaitFor.Deleted() ->
                observed.owners().contains(name)
                        ? List.of(name + ": still there" + held(path, observed))
                        : List.<String>of();
            case WaitFor.Reached reached -> {
                var wanted = Session.wanted(Session.read(path), observed).stream()
                        .filter(w -> name.isEmpty() || w.name().equals(name))
                        .toList();
                var failures = new ControllerLog(session.engine()).failures(wanted);
                yield missing(
                        reached,
                        wanted.stream().map(w -> w.status(observed, failures)).toList(),
                        path);
            }
        };
    }

    private String held(Path path, Observed observed) {
        return Session.wanted(Session.read(path), observed).stream()
                .filter(w -> w.name().equals(name))
                .flatMap(w -> w.plan().holds().stream())
                .map(h -> "; %s: %s".formatted(h.reason(), h.message()))
                .collect(Collectors.joining());
    }

    private List<String> missing(WaitFor.Reached reached, List<ManifestStatus> statuses, Path path) {
        if (statuses.stream().noneMatch(s -> s.manifest().isPresent())) {
            return List.of(
                    name.isEmpty() ? "no manifest in " + path : name + ": no valid manifest of that name in " + path);
        }
        statuses.forEach(s -> reached.hopeless(s).ifPresent(why -> {
            throw new CannotGoOn("%s: %s. Waiting longer is of no use".formatted(s.name(), why));
        }));
        return statuses.stream()
                .flatMap(s -> reached.missing(s).stream().map(m -> s.name() + ": " + m))
                .toList();
    }
}
