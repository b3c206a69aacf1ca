package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PacketTest {
    private static final List<Packet> PACKETS = Stream.of(
                    "0.000000000,10.99.0.250,40000,172.18.0.3,8080,60,1,0,",
                    "0.000100000,172.18.0.3,8080,10.99.0.250,40000,60,1,1,",
                    "0.000200000,10.99.0.250,40000,172.18.0.3,8080,120,0,1,",
                    "0.000300000,10.0.1.5,50000,10.0.1.7,8080,160,0,1,",
                    "0.200300000,10.0.1.5,50000,10.0.1.7,8080,160,False,True,1")
            .map(Packet::parse)
            .toList();

    @Test
    void aHopIsWhatGoesToItsServerAndBack() {
        var hop = Packet.hop(
                "client to gateway", 1, PACKETS, packet -> packet.server(8080).equals("172.18.0.3"));

        assertEquals(new Entry.Hop("client to gateway", 1, 3, 240, 0, 1), hop);
    }

    @Test
    void whatIsSentAgainIsCounted() {
        var hop = Packet.hop(
                "gateway to app", 1, PACKETS, packet -> packet.server(8080).equals("10.0.1.7"));

        assertEquals(new Entry.Hop("gateway to app", 1, 2, 320, 1, 0), hop);
    }
}
