package dev.skep.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;

/** The controller on the lab, from a folder of its own: installed once for all tests, removed after the last. */
final class Installed implements AutoCloseable {
    /** A manifest that is always there: a folder that is left with none deletes nothing. */
    static final String KEEP = "keep";

    /** Of the controller, made of this checkout. */
    static final String IMAGE = Lab.setting("SKEP_IMAGE_CONTROLLER");

    private final Lab lab = Lab.find();
    private final Swarm swarm = new Swarm(lab);
    private final SkepCli skep;
    private final Manifests manifests;
    private final Set<String> deleted = new LinkedHashSet<>();
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private Installed(Path target) {
        this.skep = new SkepCli(
                Lab.root().resolve("controller/target/controller.jar"),
                lab.first().docker().host());
        this.manifests = Manifests.in(target);
    }

    static Installed now() {
        var installed = new Installed(Lab.root().resolve("e2e/target"));
        installed.removeWhatARunThatWasCutLeft();
        installed.install();
        return installed;
    }

    Lab lab() {
        return lab;
    }

    Swarm swarm() {
        return swarm;
    }

    SkepCli skep() {
        return skep;
    }

    Manifests manifests() {
        return manifests;
    }

    /** Asks for no more of it; that it is gone, and its volume with it, is seen to at the end. */
    void deleteAtLeisure(String name) {
        manifests.delete(name);
        deleted.add(name);
    }

    /** What was to go at leisure is gone, volumes too: whoever then cuts a node's power leaves no half-removed container. */
    void finishDeleting() {
        deleted.forEach(swarm::awaitDeleted);
        deleted.forEach(swarm::purge);
        deleted.clear();
    }

    @Override
    public void close() {
        var log = new StringBuilder();
        try {
            deleted.forEach(swarm::awaitDeleted);
        } finally {
            // Whatever went wrong, the next run finds the lab free.
            log.append(swarm.log(Swarm.CONTROLLER, began));
            skep.run("uninstall");
        }
        swarm.awaitDeleted(KEEP);
        swarm.purge(KEEP);
        deleted.forEach(swarm::purge);
        assertFalse(log.indexOf("level=ERROR") >= 0, () -> "the controller met a bug:\n" + log);
    }

    private void removeWhatARunThatWasCutLeft() {
        if (!swarm.hasService(Swarm.CONTROLLER)) {
            return;
        }
        var folder = swarm.inspect(Swarm.CONTROLLER, "{{(index .Spec.TaskTemplate.ContainerSpec.Mounts 0).Source}}");
        if (!Path.of(folder).equals(manifests.folder())) {
            throw new IllegalStateException("Skep runs on the lab, from " + folder + ": first ./skep down");
        }
        skep.run("uninstall");
        swarm.awaitDeleted(KEEP);
    }

    private void install() {
        swarm.purge(KEEP);
        manifests.edit(ManifestText.manifest(KEEP));
        install(IMAGE);
        skep.run("wait", KEEP, "--for", "Ready");
    }

    /** As {@code skep up} does, over whichever version is there. */
    void install(String image) {
        skep.run(
                "install",
                "--manifests",
                manifests.folder().toString(),
                "--image",
                image,
                "--node-docker-gid",
                socketGroup(image));
    }

    /** Looked at from inside the node. */
    private String socketGroup(String image) {
        var socket = "/var/run/docker.sock";
        return lab.first()
                .docker()
                .run(
                        "run",
                        "--rm",
                        "--network=none",
                        "--entrypoint=stat",
                        "--mount=type=bind,source=" + socket + ",target=" + socket,
                        image,
                        "-c",
                        "%g",
                        socket);
    }
}
