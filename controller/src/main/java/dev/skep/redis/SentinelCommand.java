package dev.skep.redis;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/** The sub-commands of SENTINEL that Jedis lacks, or answers in a form that does not say why. */
enum SentinelCommand {
    CKQUORUM,
    DEBUG,
    SET;

    private static final ProtocolCommand SENTINEL = () -> "SENTINEL".getBytes(StandardCharsets.US_ASCII);

    /** Sends it; an error that comes back is thrown. */
    void send(Jedis sentinel, String... arguments) {
        sentinel.sendCommand(
                SENTINEL, Stream.concat(Stream.of(name()), Stream.of(arguments)).toArray(String[]::new));
    }
}
