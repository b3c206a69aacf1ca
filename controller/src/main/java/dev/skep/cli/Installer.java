package dev.skep.cli;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.observed.Observed;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.status.Readiness;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.util.List;
import java.util.function.Consumer;

/** Brings the controller's own service to what an installation asks for, pass by pass, as the controller does all else. */
final class Installer {
    private final Swarm swarm;
    private final String node;
    private final Desired desired;
    private final List<Volume> volumes;
    private final Consumer<String> done;
    /** It makes no secret of a manifest, so it needs no key. */
    private final Actor actor;

    private String waitingFor = "";

    /**
     * Does nothing yet.
     *
     * @param volumes that the node's engine holds
     * @param done told of each step
     */
    Installer(Swarm swarm, Installation installation, List<Volume> volumes, Consumer<String> done) {
        this.swarm = swarm;
        this.node = installation.nodeId();
        this.desired = ControllerService.desired(installation);
        this.volumes = volumes;
        this.done = done;
        this.actor = new Actor(swarm, PasswordKey.random());
    }

    /**
     * Looks once and does what there is to do; whether the controller runs. Another version than the one that was read, or
     * a swarm that is busy electing, is no reason to give up.
     */
    boolean pass() {
        try {
            return reconciled(swarm.observe());
        } catch (SwarmException.StaleVersion | SwarmException.Gone | SwarmException.Unreachable e) {
            waitingFor = e.getMessage();
            return false;
        }
    }

    /** What is missing. */
    String waitingFor() {
        return waitingFor;
    }

    private boolean reconciled(Observed observed) {
        ensureKey(observed);
        pinForgottenVolumes(observed);
        var plan = Planner.plan(desired, observed, "skep install");
        plan.steps().forEach(this::act);
        var readiness = Readiness.of(desired, plan, observed);
        waitingFor = String.join("; ", readiness.waitingFor());
        return readiness.ready();
    }

    private void ensureKey(Observed observed) {
        if (observed.secrets().stream().noneMatch(s -> s.name().equals(ControllerService.KEY_SECRET))) {
            var key = PasswordKey.random();
            swarm.createSecret(
                    ControllerService.KEY_SECRET, ControllerService.keyLabels(key.fingerprint()), key.bytes());
        }
    }

    /** A swarm that was made anew has forgotten which volumes this engine holds; their own labels have not. */
    private void pinForgottenVolumes(Observed observed) {
        var forgotten = volumes.stream()
                .filter(v -> observed.nodesWithVolume(v.name()).isEmpty())
                .toList();
        if (!forgotten.isEmpty()) {
            act(new Step.PinVolumes(
                    observed.nodesById().get(node), forgotten, List.of(), List.of(), "its engine holds them"));
        }
    }

    private void act(Step step) {
        actor.act(step, ControllerService.NAME);
        done.accept(step.what());
    }
}
