package dev.skep.bench.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the controller relies on in a real engine, the one that is simulated does as well. */
class FakeStateTest {
    private final FakeState state = new FakeState();

    @Test
    void aServiceHasItsTasksAtOnce() {
        create(3);

        var tasks = all("tasks");
        assertEquals(3, tasks.size());
        assertEquals("running", tasks.path(0).at("/Status/State").asText());
    }

    @Test
    void anUpdateOfAnotherVersionIsRefusedAndChangesNothing() {
        create(3);
        var service = all("services").path(0);
        var id = service.path("ID").asText();
        var version = service.at("/Version/Index").asLong();
        var updated = state.updateOf("s");

        var refused = assertThrows(FakeState.Refused.class, () -> state.update("services", id, version + 1, spec(4)));
        assertTrue(refused.getMessage().contains("update out of sequence"), refused::getMessage);
        assertFalse(updated.isDone());

        state.update("services", id, version, spec(4));
        assertTrue(updated.isDone());
        assertEquals(4, all("tasks").size());
    }

    @Test
    void whatIsAskedForByNameIsAllThatIsListed() {
        for (var name : List.of("a", "b")) {
            state.create("secrets", JsonNodeFactory.instance.objectNode().put("Name", name));
        }
        assertEquals(2, all("secrets").size());
        var listed = state.list("secrets", Set.of("b"));
        assertEquals(1, listed.size());
        assertEquals("b", listed.path(0).at("/Spec/Name").asText());
    }

    @Test
    void thereIsWhatAnInstallationMakesOrEveryManifestWouldBeHeld() {
        assertEquals("skep-redis", all("networks").path(0).path("Name").asText());
    }

    private JsonNode all(String kind) {
        return state.list(kind, Set.of());
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
