package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.skep.e2e.Lab.Node;
import dev.skep.e2e.Shell.Ran;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docker says of the lab's swarm. */
final class Swarm {
    static final String CONTROLLER = "skep-controller";

    private static final String OWNER = "label=dev.skep.name=";
    /** Before a volume's name, on nodes: where it is, that it was new there, and that it holds data. */
    private static final List<String> VOLUME_LABELS = List.of("dev.skep.volume.", "dev.skep.new.", "dev.skep.data.");

    private final Lab lab;
    private final Docker docker;

    Swarm(Lab lab) {
        this.lab = lab;
        this.docker = lab.first().docker();
    }

    /**
     * A container of a task, on whichever node.
     *
     * @param id of the container
     */
    record Container(Node node, String id) {
        Ran exec(String... command) {
            var exec = Stream.concat(Stream.of("exec", id), Stream.of(command));
            return node.docker().attempt(exec.toArray(String[]::new));
        }

        void kill() {
            signal("KILL");
        }

        void signal(String signal) {
            node.docker().run("kill", "-s", signal, id);
        }

        String inspect(String template) {
            return node.docker().run("inspect", "-f", template, id);
        }
    }

    /** Lets a node run nothing. */
    void drain(Node node) {
        availability(node, "drain");
    }

    /** Gives a node nothing new: what runs there runs on. */
    void pause(Node node) {
        availability(node, "pause");
    }

    /** Lets it run what it is given, again. */
    void activate(Node node) {
        availability(node, "active");
    }

    /** Docker refuses to change a node of which another version came meanwhile. */
    private void availability(Node node, String availability) {
        eventually(node.name() + " is " + availability, () -> docker.attempt(
                        "node", "update", "--availability", availability, node.name())
                .ok());
    }

    boolean hasService(String service) {
        return docker.attempt("service", "inspect", service).exit() == 0;
    }

    String inspect(String service, String template) {
        return docker.run("service", "inspect", "-f", template, service);
    }

    /** Of each service of these manifests its id and version: equal means that nobody wrote to it. */
    Map<String, String> versions(String... manifests) {
        var versions = new TreeMap<String, String>();
        var services = Stream.of(manifests)
                .flatMap(m -> lines("service", "ls", "-q", "--filter", OWNER + m).stream())
                .toList();
        if (!services.isEmpty()) {
            var inspect =
                    new ArrayList<>(List.of("service", "inspect", "-f", "{{.Spec.Name}} {{.ID}}@{{.Version.Index}}"));
            inspect.addAll(services);
            lines(inspect.toArray(String[]::new)).stream()
                    .map(line -> line.split(" ", -1))
                    .forEach(about -> versions.put(about[0], about[1]));
        }
        return versions;
    }

    /** The names of its services. */
    List<String> services(String manifest) {
        return lines("service", "ls", "--format", "{{.Name}}", "--filter", OWNER + manifest);
    }

    /** Its services, without their numbers, and how many there are of each: {@code app}, {@code redis}, {@code shard}. */
    Map<String, Integer> components(String manifest) {
        var components = new TreeMap<String, Integer>();
        services(manifest).stream()
                .map(s -> s.substring(manifest.length() + 1).replaceFirst("-\\d.*", ""))
                .forEach(component -> components.merge(component, 1, Integer::sum));
        return components;
    }

    /** The values of a label of a manifest's configs. */
    List<String> configLabels(String manifest, String label) {
        return lines("config", "ls", "--format", "{{.Label \"" + label + "\"}}", "--filter", OWNER + manifest);
    }

    /** All that is labelled as a manifest's, but volumes. */
    List<String> owned(String manifest) {
        return Stream.of("service", "network", "config", "secret")
                .flatMap(kind -> lines(kind, "ls", "-q", "--filter", OWNER + manifest).stream()
                        .map(id -> kind + " " + id))
                .toList();
    }

    /** The names of its configs. */
    List<String> configs(String manifest) {
        return lines("config", "ls", "--format", "{{.Name}}", "--filter", OWNER + manifest);
    }

    void awaitDeleted(String manifest) {
        eventually(manifest + " is gone", () -> assertEquals(List.of(), owned(manifest)));
    }

    /** The containers of a service's tasks that run. */
    List<Container> containers(String service) {
        var inspect = new ArrayList<>(List.of(
                "inspect",
                "-f",
                "{{.Status.State}} {{.NodeID}} {{with .Status.ContainerStatus}}{{.ContainerID}}{{end}}"));
        var tasks = lines("service", "ps", "-q", "--filter", "desired-state=running", service);
        if (tasks.isEmpty()) {
            return List.of();
        }
        inspect.addAll(tasks);
        return lines(inspect.toArray(String[]::new)).stream()
                .map(line -> line.split(" ", -1))
                .filter(task -> task[0].equals("running"))
                .map(task -> new Container(lab.withId(task[1]), task[2]))
                .toList();
    }

    /** The name of the node that a task of this name is given to, whether it runs there yet or not; empty: to none. */
    String nodeOf(String task) {
        var service = task.substring(0, task.lastIndexOf('.'));
        return lines("service", "ps", "--filter", "desired-state=running", "--format", "{{.Name}}={{.Node}}", service)
                .stream()
                .map(line -> line.split("=", -1))
                .filter(named -> named[0].equals(task))
                .map(named -> named[1])
                .findFirst()
                .orElse("");
    }

    /** The container of a service that has just one task. */
    Container container(String service) {
        var containers = containers(service);
        return containers.size() == 1
                ? containers.getFirst()
                : fail(service + " has one container that runs? " + containers);
    }

    /** The node that holds the volume of a manifest's Redis. */
    Node volumeNode(String manifest) {
        var nodes = lab.nodes().stream()
                .filter(n -> !volumes(n, manifest).isEmpty())
                .toList();
        return nodes.size() == 1 ? nodes.getFirst() : fail("the volume of " + manifest + " is on one node? " + nodes);
    }

    List<String> volumes(Node node, String manifest) {
        return node.docker()
                .run("volume", "ls", "-q", "--filter", OWNER + manifest)
                .lines()
                .toList();
    }

    /** Deletes the data of a manifest that is gone, and what says where it was and that it was counted in. */
    void purge(String manifest) {
        lines("config", "ls", "-q", "--filter", "label=dev.skep.backup=" + manifest)
                .forEach(id -> docker.attempt("config", "rm", id)); // the controller may just have had it removed
        purgeVolumes(manifest);
    }

    /** Of its volumes nothing is left, nor is known where they were. */
    void purgeVolumes(String manifest) {
        for (var node : lab.nodes()) {
            volumes(node, manifest)
                    .forEach(v -> eventually(
                            "nothing uses the volume " + v,
                            () -> assertEquals(
                                    "",
                                    node.docker()
                                            .attempt("volume", "rm", "-f", v)
                                            .err())));
            docker.run("node", "inspect", "-f", "{{range $k, $v := .Spec.Labels}}{{println $k}}{{end}}", node.name())
                    .lines()
                    .filter(label -> isOfVolume(label, manifest))
                    .forEach(label -> removeLabel(node, label));
        }
    }

    /** Not one of another manifest, whose name only begins in the same way. */
    private static boolean isOfVolume(String label, String manifest) {
        var volume = Pattern.quote(manifest) + "-(redis|shard-\\d+)-\\d+";
        return VOLUME_LABELS.stream().anyMatch(l -> label.matches(Pattern.quote(l) + volume));
    }

    /** Docker refuses to change a node of which another version came meanwhile, as when a volume is pinned to it. */
    private void removeLabel(Node node, String label) {
        eventually(
                node.name() + " has no label " + label,
                () -> assertEquals(
                        "",
                        docker.attempt("node", "update", "--label-rm", label, node.name())
                                .err()));
    }

    /**
     * What a service's tasks wrote, the ended ones too, node by node. Read from their containers: {@code docker service
     * logs} waits for ever for the tasks of a node that was down a moment ago.
     */
    String log(String service, Instant since) {
        var log = new StringBuilder();
        for (var node : lab.nodes()) {
            var containers = node.docker()
                    .attempt("ps", "-aq", "--no-trunc", "--filter", "label=com.docker.swarm.service.name=" + service);
            for (var id : containers.out().lines().toList()) {
                log.append(node.docker()
                        .attempt("logs", "--since", since.toString(), id)
                        .said());
            }
            log.append(containers.err());
        }
        return log.toString();
    }

    private List<String> lines(String... arguments) {
        return docker.run(arguments).lines().toList();
    }
}
