package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What the contract suites share: names that are used once, and a swarm that is left as it was found. */
public abstract class SwarmHarness {
    /** Unique for each test; a controller that runs in the same swarm lets alone what starts with skep. */
    protected final String name = "skep-contract-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private final String installation = name + "-installation";

    /** The same within a test. */
    protected abstract SwarmUnderTest underTest();

    protected final Swarm swarm() {
        return underTest().swarm();
    }

    protected final String image() {
        return underTest().image();
    }

    /** Asks again and again; fails when it is not true in a time that suits the swarm. */
    protected final void eventually(String what, Callable<Boolean> holds) throws Exception {
        underTest().patience().await(what, holds);
    }

    /**
     * What an installation makes, and without which nothing is planned. Where the controller is not installed the test makes
     * it, as of another owner: of the test's own name it would be too much.
     */
    protected final void ensureNetworkOfAnInstallation() {
        if (!observe().hasNetwork(ControllerService.REDIS_NETWORK)) {
            swarm().createInternalNetwork(ControllerService.REDIS_NETWORK, Map.of(Labels.NAME, installation));
        }
    }

    @AfterEach
    void leaveNothing() throws Exception {
        eventually("all that the test made is gone", () -> {
            var observed = swarm().observe();
            observed.servicesOf(name).forEach(s -> removed(swarm()::removeService, s.id()));
            observed.networksOf(installation).forEach(n -> removed(swarm()::removeNetwork, n.id()));
            ours(observed.networks()).forEach(n -> removed(swarm()::removeNetwork, n.id()));
            ours(observed.configs()).forEach(c -> removed(swarm()::removeConfig, c.id()));
            ours(observed.secrets()).forEach(s -> removed(swarm()::removeSecret, s.id()));
            return Collections.disjoint(observed.owners(), List.of(name, installation));
        });
    }

    /** What cannot be removed yet is tried again at the next look. */
    private static void removed(Consumer<String> remove, String id) {
        try {
            remove.accept(id);
        } catch (SwarmException.InUse | SwarmException.Gone e) {
            return;
        }
    }

    /** The test's own among these. */
    protected List<ObservedResource> ours(List<ObservedResource> resources) {
        return resources.stream().filter(r -> r.owner().equals(name)).toList();
    }

    protected Map<String, String> labels() {
        return Map.of(Labels.NAME, name);
    }

    protected Observed observe() {
        return swarm().observe();
    }

    /** The service of that name, now. */
    protected ObservedService service(String serviceName) {
        return observe().service(serviceName).orElseThrow();
    }

    protected ObservedResource only(List<ObservedResource> resources) {
        var found = ours(resources);
        if (found.size() != 1) {
            throw new AssertionError("one was expected: " + found);
        }
        return found.getFirst();
    }

    /** A service that asks for little. */
    protected ObjectNode spec(String serviceName, int replicas) {
        return Json.object(
                "Name", serviceName,
                "Labels", labels(),
                "Mode", Json.object("Replicated", Json.object("Replicas", replicas)),
                "TaskTemplate",
                        Json.object(
                                "ContainerSpec",
                                Json.object("Image", image(), "Labels", Map.of(Labels.TEMPLATE, "first"))));
    }

    /** A spec with one more label of the service. */
    protected static ObjectNode labelled(ObjectNode spec, String key, String value) {
        var result = spec.deepCopy();
        result.withObject("Labels").put(key, value);
        return result;
    }
}
