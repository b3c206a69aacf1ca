package dev.skep.cli;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.backup.KeptBackup;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.observed.Observed;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.swarm.SwarmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "uninstall",
        description = "Removes the controller and everything that it made in the swarm. Volumes and kept backups stay.",
        mixinStandardHelpOptions = true)
final class UninstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--timeout",
            converter = DurationConverter.class,
            defaultValue = "2m",
            description = "how long to wait until all is gone (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    private final Set<String> told = new HashSet<>();
    private String controllerId = "";

    @Override
    public Integer call() throws InterruptedException {
        var session = Session.open();
        // It makes no secret, so it needs no key.
        var actor = new Actor(session.swarm(), PasswordKey.random());
        if (Poll.until(timeout, () -> gone(session.swarm().observe(), actor))) {
            return Exit.DONE;
        }
        throw new CannotGoOn("after %d s there is still something of: %s"
                .formatted(
                        timeout.toSeconds(),
                        String.join(", ", owners(session.swarm().observe()))));
    }

    /** Backups that are kept are there for who installs Skep again. */
    private static Set<String> owners(Observed observed) {
        var owners = observed.owners();
        owners.remove(KeptBackup.OWNER);
        return owners;
    }

    private static boolean runs(String serviceId, Observed observed) {
        return observed.tasks().stream().anyMatch(t -> t.serviceId().equals(serviceId) && !t.ended());
    }

    /** The controller goes first, and is waited for: it would put back what is removed. */
    private boolean gone(Observed observed, Actor actor) {
        var controller = observed.service(ControllerService.NAME);
        controller.ifPresent(c -> controllerId = c.id());
        if (controller.isPresent()) {
            remove(ControllerService.NAME, observed, actor);
        }
        if (controller.isPresent() || runs(controllerId, observed)) {
            return false;
        }
        var owners = owners(observed);
        owners.forEach(owner -> remove(owner, observed, actor));
        return owners.isEmpty();
    }

    private void remove(String owner, Observed observed, Actor actor) {
        for (var step :
                Planner.plan(Desired.nothing(owner), observed, "skep uninstall").steps()) {
            if (!removed(step, owner, actor)) {
                return;
            }
        }
    }

    private boolean removed(Step step, String owner, Actor actor) {
        try {
            actor.act(step, owner);
            if (told.add(step.what())) {
                command.commandLine().getOut().println(step.what());
            }
            return true;
        } catch (SwarmException.InUse e) {
            // Its tasks are ending; the next look tries again, until the time is up.
            return false;
        }
    }
}
