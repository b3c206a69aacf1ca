package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.e2e.Lab.Node;
import java.util.List;

/**
 * The volume of one Redis in a file system of its own, that can be filled: made before Swarm would make it. It is a
 * piece of memory, so a node that is lost loses it.
 */
record SmallDisk(Lab lab, String manifest, String volume) {
    /** Whichever node the controller chooses. */
    void make() {
        for (var node : lab.nodes()) {
            node.docker()
                    .run(
                            "volume",
                            "create",
                            "--label=dev.skep.name=" + manifest,
                            "--opt=type=tmpfs",
                            "--opt=device=tmpfs",
                            "--opt=o=size=32m",
                            volume);
        }
    }

    /** Something else takes all of its space. What holds it stays, so that the file system outlives its Redis. */
    void fill() {
        var node = node();
        node.docker()
                .run(
                        "run",
                        "--detach",
                        "--name=" + filler(),
                        "--network=none",
                        "--entrypoint=sh",
                        "--volume=" + volume + ":/disk",
                        "redis:7",
                        "-c",
                        "dd if=/dev/zero of=/disk/fill bs=4k; touch /full; exec sleep 3600");
        eventually(
                "the disk is full",
                () -> assertEquals(
                        0,
                        node.docker()
                                .attempt("exec", filler(), "test", "-e", "/full")
                                .exit()));
    }

    void free() {
        node().docker().run("exec", filler(), "rm", "/disk/fill");
    }

    /** Where the Redis runs, or has run. */
    private Node node() {
        return lab.nodes().stream()
                .filter(n -> !n.docker()
                        .attempt("ps", "-aq", "--filter", "volume=" + volume)
                        .out()
                        .isBlank())
                .findFirst()
                .orElseThrow();
    }

    void remove() {
        for (var node : lab.nodes()) {
            var left = node.docker().attempt("ps", "-aq", "--filter", "name=" + filler());
            List.of(left.out().strip()).stream().filter(id -> !id.isEmpty()).forEach(id -> node.docker()
                    .run("rm", "--force", id));
        }
    }

    private String filler() {
        return manifest + "-filler";
    }
}
