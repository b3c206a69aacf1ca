package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.DesiredNetwork.Reach;
import dev.skep.manifest.UpdateSpec;
import dev.skep.observed.Kernels;
import dev.skep.observed.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Skep's own services: the controller, and the probe that looks for IPVS. Their labels carry reserved names. */
public final class ControllerService {
    /** The controller's service, and what owns it. */
    public static final String NAME = "skep-controller";
    /** Where the controller's HTTP side answers: only services that are put on this network reach it. */
    public static final String NETWORK = NAME;
    /** The port of it; never published. */
    public static final int PORT = 8080;
    /** Where the controller speaks to Redis and Sentinel: no app is on it, and nothing can be attached by hand. */
    public static final String REDIS_NETWORK = "skep-redis";
    /** The secret that passwords are derived from. */
    public static final String KEY_SECRET = "skep-controller-key";
    /** What the names of Skep's own services start with; no manifest may. */
    public static final String RESERVED = "skep";

    /** Where the engine listens, in a node's own view. */
    private static final String SOCKET = "/var/run/docker.sock";

    /** Loaded or built in, else a module that the engine loads when the first virtual address needs it, and not before. */
    private static final String LOOK_FOR_IPVS = """
            test -e /proc/net/ip_vs && exit
            case "$(cat "/host/lib/modules/$(cat /proc/sys/kernel/osrelease)/modules.dep")" in
              */ip_vs.ko*) exit 0 ;;
              *) exit %d ;;
            esac
            """.formatted(Kernels.NOT_THERE);

    private ControllerService() {}

    /**
     * Where and as what the controller is to run.
     *
     * @param image of the controller
     * @param manifests the folder on the node
     * @param nodeId the node that holds the folder
     * @param dockerGroup the group that may use the engine's socket: the controller does not run as root
     */
    public record Installation(String image, Path manifests, String nodeId, long dockerGroup) {}

    /** The controller as a service on a manager. */
    public static Desired desired(Installation installation) {
        var folder = installation.manifests().toString();
        var container = Json.object(
                "Image", installation.image(),
                "Args", arguments(folder),
                "Labels", labels(NAME, "controller"),
                "Groups", List.of(Long.toString(installation.dockerGroup())),
                "Mounts",
                        List.of(
                                Json.object("Type", "bind", "Source", folder, "Target", folder, "ReadOnly", true),
                                Json.object("Type", "bind", "Source", SOCKET, "Target", SOCKET)),
                "Secrets", List.of(Spec.secret(KEY_SECRET, KEY_SECRET)),
                "CapabilityDrop", List.of("ALL"),
                "StopGracePeriod", Spec.nanos(Duration.ofSeconds(30)));
        var template = Spec.template(
                container,
                Spec.limits(0, 0),
                List.of("node.role==manager", "node.id==" + installation.nodeId()),
                List.of(Spec.network(NETWORK), Spec.network(REDIS_NETWORK)));
        var service = Spec.service(
                NAME, labels(NAME, "controller"), Spec.replicated(1), Spec.dnsRoundRobin(List.of()), template);
        service.set("UpdateConfig", Spec.oneByOne());
        var networks = List.of(internal(NETWORK), internal(REDIS_NETWORK));
        return alone(NAME, networks, service);
    }

    /**
     * One task a node that ends with 0 where the kernel has IPVS, see {@link Kernels}. It is given all of /lib: a kernel without modules has no
     * /lib/modules, and Swarm rejects a mount of what is not there. No job: Swarm starts a failed task of a global job
     * again and again whatever the restart policy says, and never one on a node that joined later.
     */
    public static Desired probe(String image) {
        var container = Json.object(
                "Image", image,
                "Command", List.of("sh", "-c", LOOK_FOR_IPVS),
                "Mounts",
                        List.of(Json.object("Type", "bind", "Source", "/lib", "Target", "/host/lib", "ReadOnly", true)),
                "Labels", labels(Kernels.PROBE, "probe"),
                "Healthcheck", Json.object("Test", List.of("NONE")));
        var template = Json.object(
                "ContainerSpec", container, "RestartPolicy", Json.object("Condition", "none", "MaxAttempts", 0));
        var service = Json.object(
                "Name",
                Kernels.PROBE,
                "Labels",
                labels(Kernels.PROBE, "probe"),
                "Mode",
                Spec.global(),
                "TaskTemplate",
                template);
        return alone(Kernels.PROBE, List.of(), service);
    }

    /** The labels of the key's secret: an owner of its own, for no plan may remove it. */
    public static Map<String, String> keyLabels(String fingerprint) {
        var labels = labels(KEY_SECRET, "key");
        labels.put(Labels.FINGERPRINT, fingerprint);
        return labels;
    }

    private static Map<String, String> labels(String name, String component) {
        var labels = Resources.labels(name, component);
        labels.put(Labels.STACK, RESERVED);
        return labels;
    }

    /** Redis runs an image that a user names, and has no business with the HTTP side. */
    private static List<String> arguments(String folder) {
        return List.of("controller", "--manifests", folder, "--listen", "0.0.0.0:" + PORT, "--listen-network", NETWORK);
    }

    private static DesiredNetwork internal(String name) {
        return new DesiredNetwork(name, labels(NAME, "network"), Reach.INTERNAL);
    }

    private static Desired alone(String name, List<DesiredNetwork> networks, ObjectNode service) {
        var desired =
                DesiredService.of(service, Optional.empty(), UpdateSpec.FailureAction.PAUSE, Duration.ofMinutes(2));
        return new Desired(name, networks, List.of(), List.of(), List.of(desired), Optional.empty());
    }
}
