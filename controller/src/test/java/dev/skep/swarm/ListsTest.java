package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.skep.swarm.EngineServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are read as they come, and half of one is none: what is missing from it would look like gone. */
final class ListsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private String body = "";
    private final EngineServer server =
            EngineServer.start((_, _) -> new Answer(200, StandardCharsets.UTF_8.encode(body)));
    private final EngineApi engine = server.connect(DEADLINE);

    @AfterEach
    void close() throws IOException {
        engine.close();
        server.close();
    }

    @Test
    void ofATaskOnlyWhatCountsIsRead() {
        body = """
                [{"ID": "t1", "Version": {"Index": 7}, "Labels": {}, "ServiceID": "s1", "Slot": 3, "NodeID": "n1",
                  "Spec": {"ContainerSpec": {"Image": "redis:7", "Env": ["A=b"], "Labels": {"dev.skep.template": "0123456789"}},
                           "Networks": [{"Target": "x"}]},
                  "Status": {"Timestamp": "2026-01-02T03:04:05Z", "State": "failed", "Err": "task: non-zero exit (1)"},
                  "NetworksAttachments": [{"Network": {"ID": "n1", "Spec": {"Name": "incr", "Labels": {}}}, "Addresses": ["10.0.0.1/24"]},
                                          {"Network": {"ID": "n2", "Spec": {"Name": "other"}}, "Addresses": ["10.0.1.1/24"]}],
                  "DesiredState": "shutdown"},
                 {"ID": "t2"}, {"ID": "t3", "Status": {"State": "complete"}}]""";

        var tasks = engine.list("/tasks", Map.of(), ListReader.of(EngineJson.TASK, EngineJson::task));

        // Read whole, they say the same.
        assertEquals(engine.list("/tasks", Map.of(), ListReader.of(EngineJson::task)), tasks);
        var first = tasks.getFirst();
        assertEquals(
                "s1 3 n1 failed shutdown 2026-01-02T03:04:05Z task: non-zero exit (1) 0123456789 {incr=10.0.0.1, other=10.0.1.1}",
                String.join(
                        " ",
                        first.serviceId(),
                        Integer.toString(first.slot()),
                        first.nodeId(),
                        first.state(),
                        first.desiredState(),
                        first.changedAt().toString(),
                        first.error(),
                        first.templateHash(),
                        new TreeMap<>(first.addresses()).toString()));
        assertEquals(
                "the container ended with exit 0, by itself or because it was never healthy",
                tasks.getLast().error(),
                "which is none in Swarm's eyes");
        var documents = engine.list("/tasks", Map.of(), ListReader.of(EngineJson.TASK, d -> d));
        assertTrue(documents.getFirst().at("/Spec/ContainerSpec/Image").isMissingNode());
        assertTrue(documents.getFirst().at("/NetworksAttachments/0/Network/ID").isMissingNode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void anEmptyListIsOne(String empty) {
        body = empty;

        assertEquals(List.of(), engine.list("/tasks", Map.of(), ListReader.of(EngineJson.TASK, d -> d)));
        assertEquals(List.of(), engine.list("/services", Map.of(), ListReader.of(d -> d)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[{\"ID\": \"t1\"}",
                "[{\"ID\": \"t1\"},",
                "[{\"ID\": \"t1\"",
                "\"x\"",
                "[1, 2",
                "nul",
                "nil]",
                "[{} {}]",
                "[{},]",
                "[{\"ID\": \"t1\"}}",
                "[{\"ID\": tt}]",
                "[{\"ID\": \"t1\\"
            })
    void whatIsNoListToItsEndIsNoAnswer(String broken) {
        body = broken;

        assertThrows(SwarmException.Unreachable.class, () -> ids(EngineJson.TASK));
        assertThrows(SwarmException.Unreachable.class, () -> ids(TokenFilter.INCLUDE_ALL));
    }

    private List<String> ids(TokenFilter wanted) {
        return engine.list("/tasks", Map.of(), ListReader.of(wanted, (JsonNode d) -> d.path("ID")
                .asText()));
    }

    @Test
    void whatIsAsBeforeIsTakenFromThere() {
        var services = ListReader.of(EngineJson::service);
        body = """
                [{"ID": "s1", "Version": {"Index": 7}, "Spec": {"Name": "a"}, "ServiceStatus": {"RunningTasks": 1, "DesiredTasks": 2}},
                 {"ID": "s2", "Version": {"Index": 8}, "Spec": {"Name": "b"}},
                 {"ID": "s3", "Version": {"Index": 9}, "Spec": {"Name": "c"}}]""";
        var before = engine.list("/services", Map.of(), services);
        body = """
                [{"ID": "s1", "Version": {"Index": 7}, "Spec": {"Name": "a"}, "ServiceStatus": {"RunningTasks": 2, "DesiredTasks": 2}},
                 {"ID": "s2", "Version": {"Index": 8}, "Spec": {"Name": "b"}},
                 {"ID": "s4", "Version": {"Index": 9}, "Spec": {"Name": "c"}}]""";

        var after = engine.list("/services", Map.of(), services);

        assertEquals(engine.list("/services", Map.of(), ListReader.of(EngineJson::service)), after);
        assertNotSame(before.get(0), after.get(0), "how many run is no part of what is versioned");
        assertSame(before.get(1), after.get(1));
        assertNotSame(before.get(2), after.get(2));
    }

    @Test
    void aListThatIsAsBeforeIsTheVerySame() {
        var parsed = new AtomicInteger();
        var tasks = ListReader.of(EngineJson.TASK, json -> {
            parsed.incrementAndGet();
            return EngineJson.task(json);
        });
        body = list(IntStream.range(0, 300).boxed().toList());

        var before = engine.list("/tasks", Map.of(), tasks);

        assertEquals(300, parsed.get());
        assertSame(before, engine.list("/tasks", Map.of(), tasks));
        assertEquals(300, parsed.get(), "none of it was parsed again");
        body = body.replaceAll(",\n", "\n ,   ");
        assertSame(before, engine.list("/tasks", Map.of(), tasks), "what stands between them says nothing");
        body = list(List.of());
        assertEquals(List.of(), engine.list("/tasks", Map.of(), tasks));
    }

    /** As tasks come, change and go, in whichever order. */
    @Test
    void onlyWhatChangedIsParsedAndAllIsAsIfReadAnew() {
        var random = new Random(7);
        var parsed = new AtomicInteger();
        var tasks = ListReader.of(EngineJson.TASK, json -> {
            parsed.incrementAndGet();
            return EngineJson.task(json);
        });
        var there = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
        int made = there.size();
        body = list(there);
        engine.list("/tasks", Map.of(), tasks);
        for (int round = 0; round < 300; round++) {
            parsed.set(0);
            var before = Set.copyOf(there);
            for (int change = random.nextInt(4); change > 0; change--) {
                switch (random.nextInt(4)) {
                    case 0 -> there.add(random.nextInt(there.size() + 1), made++);
                    case 1 -> there.remove(random.nextInt(there.size()));
                    case 2 -> there.set(random.nextInt(there.size()), made++);
                    default -> Collections.swap(there, random.nextInt(there.size()), random.nextInt(there.size()));
                }
            }
            body = list(there);

            var read = engine.list("/tasks", Map.of(), tasks);

            assertEquals(engine.list("/tasks", Map.of(), ListReader.of(EngineJson.TASK, EngineJson::task)), read);
            assertEquals(there.stream().filter(t -> !before.contains(t)).count(), parsed.get(), "round " + round);
        }
    }

    /** Of many lengths, some longer than what is read at once, with all that could be mistaken for an end. */
    private static String list(List<Integer> tasks) {
        return tasks.stream()
                .map(t -> """
                        {"ID": "t%d", "ServiceID": "\\"}]\\\\", "Status": {"State": "failed", "Err": "}{é\\\\\\"%s"}, "Slot": %d}""".formatted(t, "x".repeat(t % 7 == 0 ? 20_000 + t : t), t))
                .collect(Collectors.joining(",\n", "[", "]"));
    }
}
