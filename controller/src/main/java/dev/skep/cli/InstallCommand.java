package dev.skep.cli;

import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Volume;
import dev.skep.observed.Labels;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
        var folder = Files.exists(manifests) ? manifests.toRealPath() : manifests.toAbsolutePath();
        var installer = new Installer(
                session.swarm(),
                new Installation(image, folder, node, dockerGroup),
                volumes(session.engine()),
                command.commandLine().getErr()::println);
        if (Poll.until(timeout, installer::pass)) {
            return Exit.DONE;
        }
        throw new CannotGoOn("the controller does not run after %d s: %s; see: docker service ps --no-trunc %s"
                .formatted(timeout.toSeconds(), installer.waitingFor(), ControllerService.NAME));
    }

    /** Their own labels say what they are, also where the swarm was made anew and has forgotten it. */
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
