package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Exposure;
import dev.skep.desired.Sample;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.SpecDiff;
import dev.skep.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every spec that Skep asks for is read back as it was asked for. Were it not, the controller would see drift for ever,
 * and start tasks anew for ever.
 */
public abstract class SpecContract extends SwarmHarness {
    @BeforeEach
    void asWhereSkepIsInstalled() {
        ensureNetworkOfAnInstallation();
    }

    @ParameterizedTest
    @EnumSource
    void whatAManifestAsksForIsReadBackAsAskedFor(Exposure.Way way) {
        var first = Sample.named(name)
                .withImage(image())
                .withRedisImage(image())
                .withReplicas(1)
                .withPort(19_874);
        brought(first.desired(way));
        brought(first.withReplicas(2)
                .withResources(new ResourcesSpec(0, 0))
                .withPort(19_875)
                .desired(way));
    }

    @ParameterizedTest
    @EnumSource
    void anotherWayInIsReadBackAsAskedFor(Exposure.Way way) {
        var sample =
                Sample.named(name).withImage(image()).withRedisImage(image()).withReplicas(0);
        for (var before : Exposure.Way.values()) {
            brought(sample.withPort(19_876).desired(before));
            brought(sample.withPort(19_877).desired(way));
        }
    }

    @Test
    void theControllersOwnServiceIsReadBackAsAskedFor() {
        swarm().createSecret(name, labels(), new byte[] {1});
        swarm().createInternalNetwork(name, labels());
        swarm().createInternalNetwork(name + "-2", labels());
        var installation = new Installation(image(), Path.of("/srv/manifests"), "no-such-node", 998);
        var spec = renamed(ControllerService.desired(installation));
        ((ObjectNode) spec.at("/TaskTemplate/ContainerSpec/Secrets/0")).put("SecretName", name);
        ((ObjectNode) spec.at("/TaskTemplate/Networks/0")).put("Target", name);
        ((ObjectNode) spec.at("/TaskTemplate/Networks/1")).put("Target", name + "-2");
        readBack(spec);
    }

    @Test
    void theProbeIsReadBackAsAskedFor() {
        readBack(renamed(ControllerService.probe(image())));
    }

    /**
     * Does all that is planned and sees that nothing more would be. Swarm writes the ports that it gave into a service that
     * has just been made, so a version may have become stale: as in the loop, that is planned once more.
     */
    private void brought(Desired desired) {
        if (!isDone(desired)) {
            isDone(desired);
        }
        assertEquals(
                List.of(), plan(desired).steps().stream().filter(s -> !waits(s)).toList());
        assertEquals(
                names(desired.services().stream().map(DesiredService::name)),
                names(observe().servicesOf(name).stream().map(ObservedService::name)));
    }

    private static Set<String> names(Stream<String> names) {
        return names.collect(Collectors.toSet());
    }

    private boolean isDone(Desired desired) {
        var actor = new Actor(swarm(), PasswordKey.random());
        try {
            // The volume is pinned nowhere: the Redis of this test need not run.
            plan(desired).steps().stream()
                    .filter(s -> !(s instanceof Step.PinVolumes))
                    .forEach(step -> actor.act(step, name));
            return true;
        } catch (SwarmException.StaleVersion e) {
            return false;
        }
    }

    /** What goes may have to wait for its tasks to end; nothing else has anything to wait for. */
    private static boolean waits(Step step) {
        return step instanceof Step.RemoveNetwork;
    }

    private Plan plan(Desired desired) {
        return Planner.plan(desired, observe(), "test");
    }

    private void readBack(ObjectNode asked) {
        swarm().createService(asked);
        unchanged(asked);
        var read = service(name);
        var again = asked.deepCopy();
        again.withObject("TaskTemplate").withObject("ContainerSpec").put("Hostname", "other");
        swarm().updateService(read.id(), read.version(), SpecDiff.merged(read.spec(), again));
        unchanged(again);
    }

    private void unchanged(ObjectNode asked) {
        var observed = observe();
        var there = observed.service(name).orElseThrow();
        assertEquals(List.of(), SpecDiff.between(there.spec(), asked, observed.networkNames()));
    }

    /** Under the test's own name: the real one may be there. */
    private ObjectNode renamed(Desired desired) {
        var spec = desired.services().getFirst().spec().deepCopy();
        spec.put("Name", name);
        spec.withObject("Labels").put(Labels.NAME, name);
        return spec;
    }
}
