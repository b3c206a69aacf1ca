package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.DesiredNetwork.Reach;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How the controller itself is run. */
final class ControllerServiceTest {
    private final Desired desired =
            ControllerService.desired(new Installation("skep/controller", Path.of("/srv"), "node", 998));

    @Test
    void itsHttpSideIsReachedOverAnInternalNetworkAndNoOtherWay() {
        var spec = desired.services().getFirst().spec();
        var network = desired.networks().getFirst();
        assertEquals(1, desired.networks().size());
        assertEquals(Reach.INTERNAL, network.reach());
        var networks = spec.path("TaskTemplate").path("Networks");
        assertEquals(1, networks.size(), networks::toString);
        assertEquals(network.name(), networks.path(0).path("Target").asText());
        assertTrue(spec.path("EndpointSpec").path("Ports").isEmpty(), spec::toString);
        var arguments = spec.path("TaskTemplate").path("ContainerSpec").path("Args");
        assertTrue(arguments.toString().endsWith("\"--listen\",\"0.0.0.0:8080\"]"), arguments::toString);
    }
}
