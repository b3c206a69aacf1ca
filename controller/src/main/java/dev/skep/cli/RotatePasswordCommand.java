package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.loop.Wanted;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.Rotation;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate-password",
        description = {
            "Gives the app another password for Redis, and lets Redis refuse the one before once nobody uses it.",
            "No request fails: the app's tasks are replaced, Redis runs on. The controller does it; this is the wish."
        },
        mixinStandardHelpOptions = true)
final class RotatePasswordCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "the manifest's name")
    private String name;

    @Option(
            names = "--all",
            description =
                    "also the passwords by which Redis, sentinels and Skep know each other: Redis restarts for it")
    private boolean all;

    @Override
    public Integer call() {
        command.commandLine().getOut().println(rotate(Session.open().swarm()));
        return Exit.DONE;
    }

    /** Leaves the wish; answers what to tell. */
    String rotate(Swarm swarm) {
        var observed = swarm.observe();
        var key = key(observed);
        var next = next(observed);
        var labels = new LinkedHashMap<>(key.labels());
        labels.put(Labels.ROTATION_PREFIX + name, next.text());
        try {
            swarm.labelSecret(key, labels);
        } catch (SwarmException.StaleVersion e) {
            throw new CannotGoOn("somebody else changes passwords at this moment; nothing was done, say it again");
        }
        return "%s: %s; the one before is refused when this has ended: skep wait %s --for Progressing=False"
                .formatted(name, all ? "everybody gets another password" : "the app gets another password", name);
    }

    private static ObservedResource key(Observed observed) {
        return observed.secrets().stream()
                .filter(s -> s.name().equals(ControllerService.KEY_SECRET))
                .findFirst()
                .orElseThrow(() -> new CannotGoOn("Skep is not installed in this swarm: skep install"));
    }

    private Rotation next(Observed observed) {
        if (observed.servicesOf(name).isEmpty()) {
            throw new CannotGoOn("nothing in the swarm was made for %s; there is: %s"
                    .formatted(name, String.join(" ", Wanted.madeFor(observed))));
        }
        var now = Rotation.of(name, observed);
        if (!now.reached(name, observed)) {
            throw new CannotGoOn(
                    "Redis of %s has not got its last passwords yet, and would not know the next; say it again when: skep wait %s --for Progressing=False"
                            .formatted(name, name));
        }
        return all
                ? now.nextOfAll()
                : now.next()
                        .orElseThrow(() -> new CannotGoOn(
                                "the app of %s has had all %d passwords that its Redis was told; Redis must restart to be told others: say --all"
                                        .formatted(name, Rotation.WITHOUT_RESTART)));
    }
}
