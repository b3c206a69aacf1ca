package dev.skep.cli;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.loop.Controller;
import dev.skep.loop.FolderWatch;
import dev.skep.manifest.ManifestFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "controller",
        description = "Runs the controller: reconciles the swarm to the manifests until SIGTERM.",
        mixinStandardHelpOptions = true)
final class ControllerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("skep");

    @Option(names = "--manifests", paramLabel = "DIR", required = true, description = "the folder to watch")
    private Path manifests;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            defaultValue = "/run/secrets/" + ControllerService.KEY_SECRET,
            description = "what passwords are derived from (default: ${DEFAULT-VALUE})")
    private Path keyFile;

    @Option(
            names = "--heartbeat",
            paramLabel = "FILE",
            defaultValue = "/tmp/skep-alive",
            description = "touched at each pass, for health checks (default: ${DEFAULT-VALUE})")
    private Path heartbeat;

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.toStandardOutput();
        var session = Session.open();
        var key = key();
        var controller = new Controller(
                session.swarm(),
                new Actor(session.swarm(), key),
                key.fingerprint(),
                () -> ManifestFolder.read(manifests),
                this::beat);
        LOG.atInfo()
                .addKeyValue("manifests", manifests)
                .addKeyValue("engine", session.engine().host())
                .log("started");
        try (var _ = FolderWatch.start(manifests, controller::wakeAll)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller), "stop"));
            controller.run();
        }
        return Exit.DONE;
    }

    private PasswordKey key() {
        try {
            return PasswordKey.read(keyFile);
        } catch (IOException e) {
            throw new CannotGoOn("the key file " + keyFile + " cannot be read (" + e.getMessage()
                    + "); `skep install` makes the secret and mounts it, --key-file names another");
        }
    }

    private void beat() {
        try {
            Files.writeString(heartbeat, "");
        } catch (IOException e) {
            throw new UncheckedIOException("the heartbeat file cannot be written", e);
        }
    }

    private static void stop(Controller controller) {
        try {
            controller.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
