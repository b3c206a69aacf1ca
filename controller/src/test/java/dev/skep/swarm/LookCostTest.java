package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.swarm.EngineServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A look at the swarm is the same few requests to the engine, however much runs there. */
final class LookCostTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int TASKS = 10;

    @Test
    void aLookIsSixRequestsWhateverThereIs() throws IOException {
        assertEquals(
                List.of("configs", "networks", "nodes", "secrets", "services", "tasks"),
                asked(0).stream().sorted().toList());
        assertEquals(asked(0), asked(1000));
    }

    /** What one look asks for, after one that has found out what the engine speaks. */
    private static List<String> asked(int services) throws IOException {
        try (var server = EngineServer.start((path, _) -> list(path, services));
                var engine = server.connect(DEADLINE)) {
            var swarm = new DockerSwarm(engine);
            swarm.observe();
            int before = server.paths().size();

            var observed = swarm.observe();

            assertEquals(services, observed.services().size());
            assertEquals(services * TASKS, observed.tasks().size());
            return server.paths().stream()
                    .skip(before)
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .toList();
        }
    }

    private static Answer list(String path, int services) {
        var elements =
                switch (path.substring(path.lastIndexOf('/') + 1)) {
                    case "services" -> IntStream.range(0, services).mapToObj(LookCostTest::service);
                    case "tasks" -> IntStream.range(0, services * TASKS).mapToObj(LookCostTest::task);
                    default -> IntStream.empty().mapToObj(Integer::toString);
                };
        var text = elements.collect(Collectors.joining(",", "[", "]"));
        return new Answer(200, StandardCharsets.UTF_8.encode(text));
    }

    private static String service(int i) {
        return """
                {"ID": "s%d", "Version": {"Index": 7}, "Spec": {"Name": "m%d-app", "Labels": {"dev.skep.name": "m%d"}}}""".formatted(i, i, i);
    }

    private static String task(int i) {
        return """
                {"ID": "t%d", "Version": {"Index": 7}, "ServiceID": "s%d", "Slot": 1, "Status": {"State": "running"}}""".formatted(i, i / TASKS);
    }
}
