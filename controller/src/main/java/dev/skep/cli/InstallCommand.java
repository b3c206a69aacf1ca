package dev.skep.cli;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.status.Readiness;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "install",
        description = "Runs the controller as the swarm service skep-controller, or updates it in place.",
        mixinStandardHelpOptions = true)
final class InstallCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            required = true,
            description = "the folder to watch, on the machine whose engine is spoken to")
    private Path manifests;

    @Option(names = "--image", required = true, description = "the controller's image")
    private String image;

    @Option(
            names = "--node-docker-gid",
            paramLabel = "GID",
            defaultValue = "0",
            description = "the group that may use the engine's socket on the node (default: ${DEFAULT-VALUE})")
    private long dockerGroup;

    @Option(
            names = "--timeout",
            converter = DurationConverter.class,
            defaultValue = "2m",
            description = "how long to wait until it runs (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        var session = Session.open();
        var node = thisNode(session.engine());
        var observed = session.swarm().observe();
        // It makes no secret of a manifest, so it needs no key.
        var actor = new Actor(session.swarm(), PasswordKey.random());
        ensureKey(session.swarm(), observed);
        pinForgottenVolumes(session, node, observed, actor);
        var folder = Files.exists(manifests) ? manifests.toRealPath() : manifests.toAbsolutePath();
        var desired = ControllerService.desired(new Installation(image, folder, node, dockerGroup));
        var waitingFor = new AtomicReference<>("");
        if (Poll.until(timeout, () -> reconciledOrLater(session.swarm(), desired, actor, waitingFor))) {
            return Exit.DONE;
        }
        throw new CannotGoOn("the controller does not run after %d s: %s; see: docker service ps --no-trunc %s"
                .formatted(timeout.toSeconds(), waitingFor.get(), ControllerService.NAME));
    }

    /** Another version than the one that was read, or a swarm that is busy electing, is no reason to give up. */
    private boolean reconciledOrLater(Swarm swarm, Desired desired, Actor actor, AtomicReference<String> waitingFor) {
        try {
            return reconciled(swarm.observe(), desired, actor, waitingFor);
        } catch (SwarmException.StaleVersion | SwarmException.Gone | SwarmException.Unreachable e) {
            waitingFor.set(e.getMessage());
            return false;
        }
    }

    /** One pass, as the controller does it for everything else. */
    private boolean reconciled(Observed observed, Desired desired, Actor actor, AtomicReference<String> waitingFor) {
        var plan = Planner.plan(desired, observed, "skep install");
        for (var step : plan.steps()) {
            actor.act(step, ControllerService.NAME);
            command.commandLine().getErr().println(step.what());
        }
        var readiness = Readiness.of(desired, plan, observed);
        waitingFor.set(String.join("; ", readiness.waitingFor()));
        return readiness.ready();
    }

    private static void ensureKey(Swarm swarm, Observed observed) {
        if (observed.secrets().stream().noneMatch(s -> s.name().equals(ControllerService.KEY_SECRET))) {
            var key = PasswordKey.random();
            swarm.createSecret(
                    ControllerService.KEY_SECRET, ControllerService.keyLabels(key.fingerprint()), key.bytes());
        }
    }

    /** A swarm that was made anew has forgotten which volumes this engine holds; their own labels have not. */
    private static void pinForgottenVolumes(Session session, String nodeId, Observed observed, Actor actor) {
        var forgotten = volumes(session.engine()).stream()
                .filter(v -> observed.nodesWithVolume(v.name()).isEmpty())
                .toList();
        if (!forgotten.isEmpty()) {
            var node = observed.nodesById().get(nodeId);
            actor.act(new Step.PinVolumes(node, forgotten, "its engine holds them"), ControllerService.NAME);
        }
    }

    private static List<Volume> volumes(EngineApi engine) {
        return engine.get("/volumes", DockerSwarm.OURS)
                .path("Volumes")
                .valueStream()
                .filter(v -> v.path("Labels").has(Labels.PERSISTENCE))
                .map(v -> new Volume(
                        v.path("Name").asText(),
                        v.path("Labels").path(Labels.PERSISTENCE).asText()))
                .toList();
    }

    private static String thisNode(EngineApi engine) {
        var swarm = engine.get("/info", Map.of()).path("Swarm");
        if (!swarm.path("ControlAvailable").asBoolean()) {
            throw new CannotGoOn("the engine at " + engine.host()
                    + " is no manager of a swarm (docker swarm init makes it one; or point DOCKER_HOST at a manager)");
        }
        return swarm.path("NodeID").asText();
    }
}
