package dev.skep.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.observed.ObservedTask;
import org.junit.jupiter.api.Test;

/** Whatever is held once says what it said before. */
final class SharingTest {
    private final Sharing sharing = new Sharing();

    @Test
    void tasksOfAServiceShareAllButWhatIsTheirOwn() throws Exception {
        var one = sharing.task(task("t1", "10.0.0.1"));
        var other = sharing.task(task("t2", "10.0.0.2"));

        assertEquals(task("t1", "10.0.0.1"), one);
        assertEquals(task("t2", "10.0.0.2"), other);
        assertSame(one.serviceId(), other.serviceId());
        assertSame(one.nodeId(), other.nodeId());
        assertSame(one.state(), other.state());
        assertSame(one.desiredState(), other.desiredState());
        assertSame(one.templateHash(), other.templateHash());
    }

    @Test
    void servicesShareTheSpecsThatTheyHaveInCommon() throws Exception {
        var one = sharing.service(EngineJson.service(service("a")));
        var other = sharing.service(EngineJson.service(service("b")));

        assertEquals(EngineJson.service(service("a")), one);
        assertEquals(EngineJson.service(service("b")), other);
        assertSame(one.spec().get("Mode"), other.spec().get("Mode"));
    }

    @Test
    void resourcesShareTheValuesOfLabels() throws Exception {
        var one = sharing.resource(EngineJson.config(config("c1")));
        var other = sharing.resource(EngineJson.config(config("c2")));

        assertEquals(EngineJson.config(config("c1")), one);
        assertSame(one.labels().get("dev.skep.name"), other.labels().get("dev.skep.name"));
    }

    private static ObservedTask task(String id, String address) throws JsonProcessingException {
        return EngineJson.task(json("""
                {"ID": "%s", "Version": {"Index": 7}, "ServiceID": "s1", "NodeID": "n1", "DesiredState": "running",
                 "Spec": {"ContainerSpec": {"Labels": {"dev.skep.template": "0123456789"}}},
                 "Status": {"Timestamp": "2026-01-02T03:04:05Z", "State": "running"},
                 "NetworksAttachments": [{"Network": {"Spec": {"Name": "incr"}}, "Addresses": ["%s/24"]}]}""".formatted(id, address)));
    }

    private static JsonNode service(String name) throws JsonProcessingException {
        return json("""
                {"ID": "s-%s", "Version": {"Index": 7},
                 "Spec": {"Name": "%s", "Mode": {"Replicated": {"Replicas": 3}}}}""".formatted(name, name));
    }

    private static JsonNode config(String id) throws JsonProcessingException {
        return json("""
                {"ID": "%s", "Version": {"Index": 7}, "Spec": {"Name": "%s", "Labels": {"dev.skep.name": "incr"}, "Data": "eA=="}}""".formatted(id, id));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
