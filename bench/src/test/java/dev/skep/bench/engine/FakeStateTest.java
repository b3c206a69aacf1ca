package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** What the controller relies on in a real engine, the one that is simulated does as well. */
class FakeStateTest {
    private final FakeState state = new FakeState();

    @Test
    void aServiceHasItsTasksAtOnce() {
        create(3);

        var tasks = state.list("tasks");
        assertEquals(3, tasks.size());
        assertEquals("running", tasks.path(0).at("/Status/State").asText());
    }

    @Test
    void anUpdateOfAnotherVersionIsRefusedAndChangesNothing() {
        create(3);
        var service = state.list("services").path(0);
        var id = service.path("ID").asText();
        var version = service.at("/Version/Index").asLong();
        var updated = state.updateOf("s");

        var refused = assertThrows(FakeState.Refused.class, () -> state.update("services", id, version + 1, spec(4)));
        assertTrue(refused.getMessage().contains("update out of sequence"), refused::getMessage);
        assertFalse(updated.isDone());

        state.update("services", id, version, spec(4));
        assertTrue(updated.isDone());
        assertEquals(4, state.list("tasks").size());
    }

    private void create(int replicas) {
        state.create("services", spec(replicas));
    }

    private static ObjectNode spec(int replicas) {
        var spec = JsonNodeFactory.instance.objectNode().put("Name", "s");
        spec.putObject("Mode").putObject("Replicated").put("Replicas", replicas);
        spec.putObject("TaskTemplate");
        return spec;
    }
}
