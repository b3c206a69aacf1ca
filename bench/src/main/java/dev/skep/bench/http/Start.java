package dev.skep.bench.http;

import dev.skep.bench.load.Rounds;
import dev.skep.bench.run.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the app takes at its start, Redis being there: medians.
 *
 * @param readyMillis from before the process is made until a 200 to /readyz
 * @param processorMillis of the processor until then
 * @param residentMib when nobody has asked anything since
 */
record Start(double readyMillis, double processorMillis, double residentMib) {
    private static final int TIMES = 7;
    private static final Duration IDLE = Duration.ofSeconds(2);
    static final Duration LONGEST = IDLE.plusSeconds(1).multipliedBy(TIMES);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] ASKS =
            "GET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static Start measure(AppImage app) throws Exception {
        var folder = Files.createTempDirectory("skep-bench-start");
        var redisPort = Child.freePort();
        try (var redis = new Child(folder, Site.redis(folder, redisPort, "everysec"), Map.of())) {
            redis.awaitPort(redisPort);
            var all = new ArrayList<Start>();
            for (var time = 0; time < TIMES; time++) {
                all.add(once(new Contender.Place(app, folder, Child.freePort(), redisPort)));
            }
            return median(all);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Start once(Contender.Place place) throws Exception {
        var begin = System.nanoTime();
        try (var child = Contender.skep(place)) {
            while (!ready(place.port())) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new BenchException("the app is not ready after " + PATIENCE.toSeconds() + " s");
                }
                TimeUnit.MILLISECONDS.sleep(2);
            }
            var took = System.nanoTime() - begin;
            var processor = child.processorTime();
            Thread.sleep(IDLE);
            return new Start(took / 1e6, processor.toMillis(), child.residentKib() / 1024.0);
        }
    }

    private static boolean ready(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(ASKS);
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 200 ");
        } catch (IOException notYet) {
            return false;
        }
    }

    static Start median(List<Start> all) {
        return new Start(
                Rounds.median(all.stream().map(Start::readyMillis).toList()),
                Rounds.median(all.stream().map(Start::processorMillis).toList()),
                Rounds.median(all.stream().map(Start::residentMib).toList()));
    }

    /** Of a report. */
    static String text(Optional<Start> start) {
        return start.map(Start::table).orElse("");
    }

    private String table() {
        return """
                | the app at its start, as its image starts it | |
                | --- | ---: |
                | from its start to ready | %.0f ms |
                | processor time until then | %.0f ms |
                | resident, idle | %.0f MiB |

                """.formatted(readyMillis, processorMillis, residentMib);
    }
}
