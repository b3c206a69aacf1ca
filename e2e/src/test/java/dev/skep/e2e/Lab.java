package dev.skep.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The lab that ./skep test has brought up: three engines as three hosts, node 1 first. */
final class Lab {
    private static final Duration POWER = Duration.ofMinutes(2);

    /**
     * One of its hosts.
     *
     * @param number as the lab's command takes it
     * @param id in the swarm
     * @param address where published ports answer
     */
    record Node(int number, String name, String id, String address, Docker docker) {}

    private final Path root;
    private final List<Node> nodes;

    private Lab(Path root) {
        this.root = root;
        this.nodes = nodes(root);
    }

    static Lab find() {
        return new Lab(root());
    }

    /** The checkout. */
    static Path root() {
        return Path.of(setting("SKEP_ROOT"));
    }

    /** What ./skep test passes on. */
    static String setting(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not set: ./skep test sets it, with the lab that these tests need"));
    }

    List<Node> nodes() {
        return nodes;
    }

    /** Where the tests' docker speaks to, and the controller runs. */
    Node first() {
        return nodes.getFirst();
    }

    Node withId(String swarmId) {
        return nodes.stream().filter(n -> n.id().equals(swarmId)).findFirst().orElseThrow();
    }

    /** A power cut. */
    void kill(Node node) {
        lab(root, "kill", Integer.toString(node.number()));
    }

    /** Power on again, with the same disk. */
    void start(Node node) {
        lab(root, "start", Integer.toString(node.number()));
    }

    /** Its network cable is pulled; its engine still answers this machine. */
    void partition(Node node) {
        lab(root, "partition", Integer.toString(node.number()));
    }

    /** Its network is slow, both ways. */
    void slow(Node node) {
        lab(root, "slow", Integer.toString(node.number()));
    }

    /** Its network is well again. */
    void heal(Node node) {
        lab(root, "heal", Integer.toString(node.number()));
    }

    /** The DNS takes questions and answers none. */
    void silenceDns() {
        lab(root, "dns", "silent");
    }

    void healDns() {
        lab(root, "dns", "heal");
    }

    /** Gives an image of node 1 to the registry. */
    void push(String image) {
        lab(root, "push", image);
    }

    /** Gives the registry another image that differs by these instructions of a Dockerfile. */
    void pushLike(String image, String other, String... changes) {
        var docker = first().docker();
        var container = docker.run("create", image);
        var commit =
                Stream.concat(Stream.of("commit"), Stream.of(changes).flatMap(change -> Stream.of("--change", change)));
        try {
            docker.run(Stream.concat(commit, Stream.of(container, other)).toArray(String[]::new));
        } finally {
            docker.run("rm", container);
        }
        push(other);
    }

    private static List<Node> nodes(Path root) {
        var found = new ArrayList<Node>();
        for (var engine : lab(root, "env", "--all").lines().toList()) {
            var docker = new Docker(engine);
            var about = docker.run("info", "-f", "{{.Name}} {{.Swarm.NodeID}} {{.Swarm.NodeAddr}}")
                    .split(" ", -1);
            found.add(new Node(found.size() + 1, about[0], about[1], about[2], docker));
        }
        return List.copyOf(found);
    }

    private static String lab(Path root, String... arguments) {
        var command = Stream.concat(Stream.of(root.resolve("lab/lab").toString()), Stream.of(arguments));
        return Shell.run(POWER, Map.of(), command.toList()).ok();
    }
}
