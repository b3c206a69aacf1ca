package dev.skep.cli;

import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.http.ApiServer;
import dev.skep.http.Endpoints;
import dev.skep.http.Metrics;
import dev.skep.http.Watched;
import dev.skep.loop.Controller;
import dev.skep.loop.FolderWatch;
import dev.skep.manifest.ManifestFolder;
import dev.skep.status.EventReason;
import dev.skep.status.RecentEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;
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

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            converter = AddressConverter.class,
            description = "answer health checks, Prometheus and the read-only API over HTTP there (default: nowhere);"
                    + " it asks nobody who they are, so publish it to nobody")
    private Optional<InetSocketAddress> listen = Optional.empty();

    @Option(
            names = "--listen-network",
            paramLabel = "NETWORK",
            description = "with --listen 0.0.0.0:PORT: only at the address that this container has on that network")
    private Optional<String> listenNetwork = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        var events = new RecentEvents();
        LogSetup.toStandardOutput();
        LogSetup.tell(events::add);
        var metrics = new Metrics();
        var session = Session.open(metrics::called);
        var key = key();
        var watched = new Watched(key.fingerprint(), metrics, events, this::beat, System::nanoTime);
        var folder = new ManifestFolder(manifests);
        var watch = new FolderWatch(manifests);
        var controller = new Controller(
                session.swarm(),
                new Actor(session.swarm(), key),
                key.fingerprint(),
                () -> {
                    watch.awaitQuiet();
                    return folder.read();
                },
                watched);
        metrics.show(controller::queue);
        metrics.show(watched);
        var server = listen.map(address -> serve(narrowed(address, session), new Endpoints(watched, metrics, events)));
        started(session);
        try (watch) {
            watch.start(controller::folderChanged);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller), "stop"));
            controller.run();
        } finally {
            server.ifPresent(ApiServer::close);
        }
        return Exit.DONE;
    }

    private void started(Session session) {
        LOG.atInfo()
                .addMarker(MarkerFactory.getMarker(EventReason.STARTED.word()))
                .addKeyValue("manifests", manifests)
                .addKeyValue("engine", session.engine().host())
                .log("started");
    }

    private InetSocketAddress narrowed(InetSocketAddress address, Session session) {
        return listenNetwork
                .map(name -> session.engine().get("/networks/" + name, Map.of()))
                .map(network -> new InetSocketAddress(OwnAddress.on(network, OwnAddress.all()), address.getPort()))
                .orElse(address);
    }

    private static ApiServer serve(InetSocketAddress address, Endpoints endpoints) {
        try {
            return ApiServer.start(address, endpoints);
        } catch (IOException e) {
            throw new CannotGoOn("cannot listen at " + address + " (" + e.getMessage() + "); --listen names another");
        }
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
