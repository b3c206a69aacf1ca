package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.BackupText;
import dev.skep.desired.Json;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedNode;
import dev.skep.plan.SpecDiff;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every swarm promises to Skep, the real one and the one in memory. */
public abstract class SwarmContract extends SwarmHarness {
    private static final byte[] DATA = {1, 2, 3};

    @Test
    void aNetworkIsSeenUntilItIsRemoved() {
        swarm().createNetwork(name, labels());
        var network = only(observe().networks());
        assertEquals(name, network.name());
        swarm().removeNetwork(network.id());
        assertEquals(List.of(), ours(observe().networks()));
        assertThrows(SwarmException.Gone.class, () -> swarm().removeNetwork(network.id()));
    }

    @Test
    void anInternalNetworkIsSeenUntilItIsRemoved() {
        swarm().createInternalNetwork(name, labels());
        var network = only(observe().networks());
        assertEquals(name, network.name());
        assertThrows(SwarmException.NameTaken.class, () -> swarm().createNetwork(name, labels()));
        swarm().removeNetwork(network.id());
        assertEquals(List.of(), ours(observe().networks()));
    }

    @Test
    void aConfigIsSeenUntilItIsRemoved() {
        swarm().createConfig(name, labels(), DATA);
        var config = only(observe().configs());
        assertEquals(name, config.name());
        swarm().removeConfig(config.id());
        assertEquals(List.of(), ours(observe().configs()));
        assertThrows(SwarmException.Gone.class, () -> swarm().removeConfig(config.id()));
    }

    @Test
    void aConfigGetsOtherLabelsAndKeepsWhatItHolds() {
        swarm().createConfig(name, labels(), "text: π\n".getBytes(StandardCharsets.UTF_8));
        var read = only(observe().configs());
        assertEquals("text: π\n", read.text());
        var labels = Map.of(Labels.NAME, name, "its", "own");
        swarm().labelConfig(read, labels);
        var changed = only(observe().configs());
        assertEquals(labels, changed.labels());
        assertEquals("text: π\n", changed.text());
        assertThrows(SwarmException.StaleVersion.class, () -> swarm().labelConfig(read, labels()));
        swarm().removeConfig(read.id());
        assertThrows(SwarmException.Gone.class, () -> swarm().labelConfig(changed, labels()));
    }

    @Test
    void aConfigHoldsTheLargestBackup() {
        var text = "7".repeat(BackupText.MOST_BYTES);
        swarm().createConfig(name, labels(), text.getBytes(StandardCharsets.UTF_8));
        var config = only(observe().configs());
        assertEquals(text, config.text());
        swarm().removeConfig(config.id());
    }

    @Test
    void aSecretIsSeenUntilItIsRemoved() {
        swarm().createSecret(name, labels(), DATA);
        var secret = only(observe().secrets());
        assertEquals(name, secret.name());
        swarm().removeSecret(secret.id());
        assertEquals(List.of(), ours(observe().secrets()));
        assertThrows(SwarmException.Gone.class, () -> swarm().removeSecret(secret.id()));
    }

    @Test
    void aSecretGetsOtherLabels() {
        swarm().createSecret(name, labels(), DATA);
        var read = only(observe().secrets());
        var labels = Map.of(Labels.NAME, name, "its", "own");
        swarm().labelSecret(read, labels);
        assertEquals(labels, only(observe().secrets()).labels());
        assertThrows(SwarmException.StaleVersion.class, () -> swarm().labelSecret(read, labels()));
    }

    @Test
    void aServiceIsSeenUntilItIsRemoved() {
        swarm().createService(spec(name, 0));
        var service = service(name);
        assertTrue(service.previous().isEmpty());
        assertTrue(service.rollout().isEmpty());
        swarm().removeService(service.id());
        assertTrue(observe().service(name).isEmpty());
        assertThrows(SwarmException.Gone.class, () -> swarm().removeService(service.id()));
        assertThrows(
                SwarmException.Gone.class, () -> swarm().updateService(service.id(), service.version(), spec(name, 0)));
    }

    @Test
    void aNameIsTakenOncePerKind() {
        swarm().createNetwork(name, labels());
        swarm().createConfig(name, labels(), DATA);
        swarm().createSecret(name, labels(), DATA);
        swarm().createService(spec(name, 0));
        assertThrows(SwarmException.NameTaken.class, () -> swarm().createNetwork(name, labels()));
        assertThrows(SwarmException.NameTaken.class, () -> swarm().createConfig(name, labels(), DATA));
        assertThrows(SwarmException.NameTaken.class, () -> swarm().createSecret(name, labels(), DATA));
        assertThrows(SwarmException.NameTaken.class, () -> swarm().createService(spec(name, 0)));
    }

    @Test
    void whatIsNotOursIsNotSeenAndStillTakesItsName() {
        swarm().createNetwork(name, Map.of("somebody", "else"));
        var spec = spec(name, 0);
        spec.set("Labels", Json.object("somebody", "else"));
        swarm().createService(spec);
        try {
            assertTrue(observe().service(name).isEmpty());
            assertFalse(observe().networkNames().containsValue(name));
            assertThrows(SwarmException.NameTaken.class, () -> swarm().createNetwork(name, labels()));
            assertThrows(SwarmException.NameTaken.class, () -> swarm().createService(spec(name, 0)));
        } finally {
            swarm().removeService(name);
            swarm().removeNetwork(name);
        }
    }

    @Test
    void anUpdateOfWhatSomebodyElseChangedIsRefused() {
        swarm().createService(spec(name, 0));
        var read = service(name);
        swarm().updateService(read.id(), read.version(), labelled(read.spec(), "by", "somebody"));
        assertThrows(SwarmException.StaleVersion.class, () -> swarm().updateService(
                        read.id(), read.version(), labelled(read.spec(), "by", "us")));
        assertEquals("somebody", service(name).label("by"));
    }

    @Test
    void whatItWasBeforeTheLastUpdateIsRemembered() {
        swarm().createService(spec(name, 0));
        var first = service(name);
        swarm().updateService(first.id(), first.version(), withImage(first.spec(), "another:2"));
        var second = service(name);
        swarm().updateService(second.id(), second.version(), withImage(second.spec(), "another:3"));
        assertEquals(image(), second.previous().orElseThrow().image());
        assertEquals("another:2", service(name).previous().orElseThrow().image());
    }

    private static ObjectNode withImage(ObjectNode spec, String image) {
        var other = spec.deepCopy();
        other.withObject("TaskTemplate").withObject("ContainerSpec").put("Image", image);
        return other;
    }

    @Test
    void whatAServiceRefersToCannotBeRemoved() {
        var spec = referring();
        swarm().createService(spec);
        var observed = observe();
        assertThrows(SwarmException.InUse.class, () -> swarm().removeNetwork(
                        only(observed.networks()).id()));
        assertThrows(SwarmException.InUse.class, () -> swarm().removeConfig(
                        only(observed.configs()).id()));
        assertThrows(SwarmException.InUse.class, () -> swarm().removeSecret(
                        only(observed.secrets()).id()));
        assertTrue(service(name).refersTo(name));
    }

    @Test
    void aServiceThatRefersToWhatIsNotThereIsNotMade() {
        var spec = referring();
        swarm().removeSecret(only(observe().secrets()).id());
        assertThrows(SwarmException.Refused.class, () -> swarm().createService(spec));
        swarm().createSecret(name, labels(), DATA);
        swarm().removeNetwork(only(observe().networks()).id());
        assertThrows(SwarmException.Gone.class, () -> swarm().createService(spec));
        assertTrue(observe().service(name).isEmpty());
    }

    @Test
    void aPortOfTheRoutingMeshIsTakenOnce() {
        swarm().createService(published(name));
        assertThrows(SwarmException.Refused.class, () -> swarm().createService(published(name + "-2")));
        assertThrows(SwarmException.Refused.class, () -> swarm().createService(published(name + "-2", "host")));
    }

    @Test
    void anUpdateKeepsWhatOthersSet() {
        var desired = spec(name, 0);
        swarm().createService(desired);
        var read = service(name);
        var theirs = labelled(read.spec(), "somebody", "else");
        var template = theirs.withObject("TaskTemplate");
        template.withObject("ContainerSpec").putArray("CapabilityDrop").add("CAP_NET_RAW");
        var spread = Json.object("Spread", Json.object("SpreadDescriptor", "node.labels.rack"));
        template.withObject("Placement").putArray("Preferences").add(spread);
        swarm().updateService(read.id(), read.version(), theirs);

        desired.withObject("TaskTemplate").withObject("ContainerSpec").put("Hostname", "other");
        var changed = service(name);
        swarm().updateService(changed.id(), changed.version(), SpecDiff.merged(changed.spec(), desired));

        var now = service(name).spec().path("TaskTemplate");
        assertEquals("else", service(name).label("somebody"));
        assertEquals(
                "CAP_NET_RAW",
                now.path("ContainerSpec").path("CapabilityDrop").path(0).asText());
        assertEquals(spread, now.path("Placement").path("Preferences").path(0));
        assertEquals("other", now.path("ContainerSpec").path("Hostname").asText());
    }

    @Test
    void aNodeKeepsTheLabelThatItIsGiven() throws Exception {
        eventually("the label was written", () -> relabelled("true"));
        assertEquals("true", observe().nodes().getFirst().labels().get(name));
        var read = observe().nodes().getFirst();
        eventually("the label was taken away", () -> relabelled(null));
        assertThrows(
                SwarmException.StaleVersion.class, () -> swarm().updateNode(read.id(), read.version(), read.spec()));
        assertFalse(observe().nodes().getFirst().labels().containsKey(name));
    }

    /** A real node changes by itself now and then, so one try may be too few. */
    private boolean relabelled(String value) {
        ObservedNode node = observe().nodes().getFirst();
        var spec = node.spec().deepCopy();
        if (value == null) {
            spec.withObject("Labels").remove(name);
        } else {
            spec.withObject("Labels").put(name, value);
        }
        try {
            swarm().updateNode(node.id(), node.version(), spec);
            return true;
        } catch (SwarmException.StaleVersion e) {
            return false;
        }
    }

    @Test
    void anImageIsPinnedOnceAndForAll() {
        swarm().pinned(image()).ifPresent(pinned -> assertTrue(pinned.startsWith(image() + "@sha256:"), pinned));
        var digest = image() + "@sha256:" + "0".repeat(64);
        assertEquals(digest, swarm().pinned(digest).orElseThrow());
    }

    @Test
    void watchersAreTold() throws Exception {
        var told = new CopyOnWriteArrayList<String>();
        var ended = new AtomicInteger();
        try (var _ = swarm().watch(e -> told.add(e.type() + " " + e.action()), ended::incrementAndGet)) {
            assertEquals(List.of("stream opened"), told);
            swarm().createService(spec(name, 0));
            swarm().createSecret(name, labels(), DATA);
            eventually("both arrive", () -> told.containsAll(List.of("service create", "secret create")));
        }
        assertEquals(0, ended.get());
    }

    private ObjectNode published(String serviceName) {
        return published(serviceName, "ingress");
    }

    private ObjectNode published(String serviceName, String mode) {
        var spec = spec(serviceName, 0);
        var port = Json.object("Protocol", "tcp", "PublishMode", mode, "PublishedPort", 19_873, "TargetPort", 80);
        spec.set("EndpointSpec", Json.object("Ports", List.of(port)));
        return spec;
    }

    /** A service with a network, a config and a secret, which are made for it. */
    private ObjectNode referring() {
        swarm().createNetwork(name, labels());
        swarm().createConfig(name, labels(), DATA);
        swarm().createSecret(name, labels(), DATA);
        var spec = spec(name, 0);
        var file = Json.object("Name", "/it", "UID", "0", "GID", "0", "Mode", 0444);
        var template = spec.withObject("TaskTemplate");
        template.putArray("Networks").add(Json.object("Target", name));
        var container = template.withObject("ContainerSpec");
        container.putArray("Configs").add(Json.object("ConfigName", name, "File", file));
        container.putArray("Secrets").add(Json.object("SecretName", name, "File", file));
        return spec;
    }
}
