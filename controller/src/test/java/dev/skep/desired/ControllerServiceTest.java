package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService.Installation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the controller itself is run. */
final class ControllerServiceTest {
    private final Desired desired =
            ControllerService.desired(new Installation("skep/controller", Path.of("/srv"), "node", 998));

    @Test
    void itsHttpSideIsReachedOverOneInternalNetworkAndNoOtherWay() {
        var spec = desired.services().getFirst().spec();
        var arguments = spec.path("TaskTemplate").path("ContainerSpec").path("Args");
        assertTrue(
                arguments
                        .toString()
                        .endsWith("\"--listen\",\"0.0.0.0:8080\",\"--listen-network\",\"skep-controller\"]"),
                arguments::toString);
        assertTrue(spec.path("EndpointSpec").path("Ports").isEmpty(), spec::toString);
    }

    @Test
    void itIsOnInternalNetworksOnlyAndMeetsRedisOnOneOfItsOwn() {
        var networks = desired.services().getFirst().spec().path("TaskTemplate").path("Networks");
        assertEquals(
                List.of("skep-controller", "skep-redis"),
                networks.valueStream().map(n -> n.path("Target").asText()).toList());
        assertEquals(
                List.of("skep-controller INTERNAL", "skep-redis INTERNAL"),
                desired.networks().stream().map(n -> n.name() + " " + n.reach()).toList());
    }
}
