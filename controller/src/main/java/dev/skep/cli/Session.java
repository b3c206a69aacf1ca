package dev.skep.cli;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.desired.ControllerService;
import dev.skep.loop.Wanted;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.ManifestFolder;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.Swarm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a command works with: the engine that {@code DOCKER_HOST} or the Docker context names, and the manifests. */
final class Session {
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(10);

    private static final List<String> SPOKEN = List.of("unix", "npipe", "tcp");

    private final EngineApi engine;
    private final Swarm swarm;

    private Session(EngineApi engine) {
        this.engine = engine;
        this.swarm = new DockerSwarm(engine);
    }

    static Session open() {
        return open((_, _, _) -> {});
    }

    /** As {@link #open()}, and each call to the engine is told. */
    static Session open(EngineApi.CallListener calls) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        if (!SPOKEN.contains(config.getDockerHost().getScheme())) {
            throw new CannotGoOn("Skep does not speak " + config.getDockerHost().getScheme() + ":// to "
                    + config.getDockerHost() + ": only " + String.join(", ", SPOKEN)
                    + "; run it on that manager, or forward its socket (ssh -L) and name that in DOCKER_HOST");
        }
        return new Session(EngineApi.connect(config, CALL_DEADLINE, calls));
    }

    EngineApi engine() {
        return engine;
    }

    Swarm swarm() {
        return swarm;
    }

    /** The folder that the user named, else the controller's if it is on this machine, else {@code manifests}. */
    static Path folder(Optional<Path> named, Observed observed) {
        return named.or(() -> observed.service(ControllerService.NAME)
                        .map(s -> s.spec()
                                .path("TaskTemplate")
                                .path("ContainerSpec")
                                .path("Mounts")
                                .path(0)
                                .path("Source")
                                .asText())
                        .map(Path::of)
                        .filter(Files::isDirectory))
                .orElse(Path.of("manifests"));
    }

    /** The manifests of a folder; unreadable is an error here, for a person waits. */
    static FolderResult read(Path folder) {
        var result = ManifestFolder.read(folder);
        if (result instanceof FolderResult.Unreadable(var why)) {
            throw new CannotGoOn(why);
        }
        return result;
    }

    /** Tells keys apart; "none" before the first controller was installed. */
    static String fingerprint(Observed observed) {
        return observed.secrets().stream()
                .filter(s -> s.name().equals(ControllerService.KEY_SECRET))
                .map(ObservedResource::labels)
                .map(l -> l.getOrDefault(Labels.FINGERPRINT, "none"))
                .findFirst()
                .orElse("none");
    }

    /** What each name asks for: the manifests' names, and those that something in the swarm was made for. */
    static List<Wanted> wanted(FolderResult folder, Observed observed) {
        return Wanted.all(folder, observed, fingerprint(observed));
    }
}
