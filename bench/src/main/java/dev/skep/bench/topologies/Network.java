package dev.skep.bench.topologies;

import dev.skep.bench.load.Measured;
import dev.skep.bench.load.Wrk;
import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks with tcpdump, during a load, at both sides of the gateway and at one primary Redis. Where there is no gateway the
 * first instance is looked at.
 */
final class Network {
    private static final int HTTP = 8080;
    private static final int REDIS = 6379;
    private static final Pattern ADDRESS = Pattern.compile(" inet ([0-9.]+)/");

    private final Effort effort;

    Network(Effort effort) {
        this.effort = effort;
    }

    Entry.Captured capture(Site site) throws IOException, InterruptedException {
        var door = door(site);
        var redis = primary(site);
        try (var atDoor = Capture.begin(pid(door), HTTP);
                var atRedis = Capture.begin(pid(redis), REDIS)) {
            long before = count(site, redis);
            var measured = Wrk.run(site.load(effort.reference(), effort.capture()));
            long counted = count(site, redis) - before;
            var hops = new ArrayList<>(hopsAt(door, atDoor.end(), measured));
            var seen = atRedis.end();
            hops.add(Packet.hop("app to Redis", seen.part(counted, measured), seen.packets(), _ -> true));
            return new Entry.Captured(
                    site.setup().name(),
                    measured.duration().toNanos() / 1e9,
                    Math.rint(measured.perSecond()),
                    List.of(atDoor.command(), atRedis.command(), String.join(" ", Packet.tshark(Path.of("FILE")))),
                    hops);
        }
    }

    private static List<Entry.Hop> hopsAt(Container door, Capture.Seen seen, Measured measured)
            throws IOException, InterruptedException {
        long increments = seen.part(measured.requests(), measured);
        if (door.part() == Part.APP) {
            return List.of(Packet.hop("client to app", increments, seen.packets(), _ -> true));
        }
        var own = addresses(pid(door));
        return List.of(
                Packet.hop(
                        "client to gateway", increments, seen.packets(), packet -> own.contains(packet.server(HTTP))),
                Packet.hop("gateway to app", increments, seen.packets(), packet -> !own.contains(packet.server(HTTP))));
    }

    /** The engine of the URL's node is the first one, and its gateway the first that was found. */
    private static Container door(Site site) {
        return first(site.of(Part.GATEWAY))
                .or(() -> first(site.of(Part.APP)))
                .orElseThrow(() ->
                        new BenchException("no container of " + site.setup().name()
                                + " is on this machine: tcpdump sees nothing of it. Leave it out: --no-capture"));
    }

    private static Container primary(Site site) throws IOException, InterruptedException {
        for (var redis : site.of(Part.REDIS)) {
            if (redis.redisInfo("replication").contains("role:master")) {
                return redis;
            }
        }
        throw new BenchException("no primary Redis of " + site.setup().name() + " is on this machine");
    }

    private static long count(Site site, Container redis) throws IOException, InterruptedException {
        var app = first(site.of(Part.APP))
                .orElseThrow(() ->
                        new BenchException("no instance of " + site.setup().name() + " is on this machine"));
        var count = redis.redisValue("counter", app).strip();
        return count.isEmpty() ? 0 : Long.parseLong(count);
    }

    private static Optional<Container> first(List<Container> containers) {
        return containers.stream().findFirst();
    }

    private static long pid(Container container) throws IOException {
        return container
                .pid()
                .orElseThrow(() -> new BenchException(container.name() + " does not run on this machine"));
    }

    /** Of the network that a process is in. */
    private static Set<String> addresses(long pid) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "nsenter", "--target", Long.toString(pid), "--net", "ip", "-4", "-o", "address")
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new BenchException("the addresses of the gateway cannot be read: " + said.strip());
        }
        return ADDRESS.matcher(said)
                .results()
                .map((MatchResult m) -> m.group(1))
                .collect(Collectors.toSet());
    }
}
