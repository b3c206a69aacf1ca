package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Json;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controller is on two networks and answers on one. */
class OwnAddressTest {
    private static final List<InetAddress> OWN = Stream.of("127.0.0.1", "10.0.5.7", "10.0.6.7", "::1", "fd00:5::7")
            .map(InetAddress::ofLiteral)
            .toList();

    @ParameterizedTest
    @CsvSource({"10.0.5.0/24, 10.0.5.7", "10.0.6.0/25, 10.0.6.7", "fd00:5::/64, fd00:5::7"})
    void isTheOneInTheSubnetOfTheNetwork(String subnet, String address) {
        assertEquals(InetAddress.ofLiteral(address), OwnAddress.on(network(subnet), OWN));
    }

    @Test
    void isLookedForInEachSubnetOfTheNetwork() {
        assertEquals(InetAddress.ofLiteral("10.0.6.7"), OwnAddress.on(network("172.30.0.0/16", "10.0.6.0/24"), OWN));
    }

    @Test
    void whoIsNotOnTheNetworkIsToldWhatThereIs() {
        var e = assertThrows(CannotGoOn.class, () -> OwnAddress.on(network("10.0.6.128/25"), OWN));
        assertTrue(e.getMessage().contains("10.0.6.7"), e::getMessage);
        assertTrue(e.getMessage().contains("the network front, which has [10.0.6.128/25]"), e::getMessage);
    }

    @Test
    void thisMachineHasAtLeastItsLoopback() {
        assertTrue(OwnAddress.all().stream().anyMatch(InetAddress::isLoopbackAddress));
    }

    private static ObjectNode network(String... subnets) {
        var config = Stream.of(subnets).map(s -> Json.object("Subnet", s)).toList();
        return Json.object("Name", "front", "IPAM", Json.object("Config", config));
    }
}
