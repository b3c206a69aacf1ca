package dev.skep.bench.topologies;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What tshark says of a TCP packet.
 *
 * @param time since the capture began, in seconds
 * @param bytes of the IP packet, heads included
 */
record Packet(double time, String from, int fromPort, String to, int toPort, int bytes, Flags flags) {
    private static final String SEPARATOR = ",";
    private static final List<String> FIELDS = List.of(
            "frame.time_relative",
            "ip.src",
            "tcp.srcport",
            "ip.dst",
            "tcp.dstport",
            "ip.len",
            "tcp.flags.syn",
            "tcp.flags.ack",
            "tcp.analysis.retransmission");

    /** What is special about it. */
    enum Flags {
        /** Opens a connection: SYN without ACK. */
        OPENING,
        RETRANSMISSION,
        NONE
    }

    static List<String> tshark(Path capture) {
        var command = new ArrayList<>(
                List.of("tshark", "-n", "-r", capture.toString(), "-Y", "ip", "-T", "fields", "-E", "separator=,"));
        // Only what the heads say is asked for: what is in the packets need not be understood.
        command.addAll(List.of("--disable-protocol", "http", "--disable-protocol", "resp"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        return List.copyOf(command);
    }

    static Packet parse(String line) {
        var fields = line.split(SEPARATOR, -1);
        return new Packet(
                Double.parseDouble(fields[0]),
                fields[1],
                Integer.parseInt(fields[2]),
                fields[3],
                Integer.parseInt(fields[4]),
                Integer.parseInt(fields[5]),
                flags(fields[6], fields[7], fields[8]));
    }

    private static Flags flags(String syn, String ack, String retransmission) {
        if (!retransmission.isEmpty()) {
            return Flags.RETRANSMISSION;
        }
        return isSet(syn) && !isSet(ack) ? Flags.OPENING : Flags.NONE;
    }

    /** tshark 4.0 writes 1, later ones True. */
    private static boolean isSet(String flag) {
        return flag.equals("1") || flag.equals("True");
    }

    /** The end that serves. */
    String server(int port) {
        return toPort == port ? to : from;
    }

    /** Sums up a hop. */
    static Entry.Hop hop(String name, long increments, List<Packet> packets, Predicate<Packet> isOfHop) {
        var of = packets.stream().filter(isOfHop).toList();
        return new Entry.Hop(
                name,
                increments,
                of.size(),
                of.stream().mapToLong(Packet::bytes).sum(),
                of.stream().filter(p -> p.flags() == Flags.RETRANSMISSION).count(),
                of.stream().filter(p -> p.flags() == Flags.OPENING).count());
    }
}
