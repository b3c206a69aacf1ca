package dev.skep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Which of this process's addresses is the one on a network: a container on several is told neither. */
final class OwnAddress {
    private OwnAddress() {}

    /** The address in one of the subnets that the engine tells of a network. */
    static InetAddress on(JsonNode network, Collection<InetAddress> own) {
        var subnets = network.path("IPAM")
                .path("Config")
                .valueStream()
                .map(c -> c.path("Subnet").asText())
                .toList();
        return own.stream()
                .filter(address -> subnets.stream().anyMatch(subnet -> contains(subnet, address)))
                .findFirst()
                .orElseThrow(
                        () -> new CannotGoOn("none of the addresses %s is on the network %s, which has %s: attach the"
                                        .formatted(own, network.path("Name").asText(), subnets)
                                + " controller to it, or leave --listen-network out"));
    }

    /** All that this process has. */
    static List<InetAddress> all() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            throw new CannotGoOn("this machine does not tell its addresses: " + e.getMessage());
        }
    }

    /** @param subnet as 10.0.5.0/24 */
    private static boolean contains(String subnet, InetAddress address) {
        var parts = subnet.split("/", -1);
        var base = InetAddress.ofLiteral(parts[0]).getAddress();
        var there = address.getAddress();
        int bits = Integer.parseInt(parts[1]);
        return base.length == there.length && Arrays.equals(first(bits, base), first(bits, there));
    }

    private static byte[] first(int bits, byte[] address) {
        var result = new byte[address.length];
        for (int bit = 0; bit < bits; bit++) {
            result[bit / 8] |= (byte) (address[bit / 8] & (0x80 >> (bit % 8)));
        }
        return result;
    }
}
