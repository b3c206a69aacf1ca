package dev.skep.observed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class SharedTest {
    private final Shared shared = new Shared();

    @Test
    void whatIsEqualInTwoTreesIsOneAndEachIsAsItWas() throws Exception {
        var one = within(spec("one"));
        var other = within(spec("other"));

        assertEquals(spec("one"), one);
        assertEquals(spec("other"), other);
        for (var equal : new String[] {"/Mode", "/TaskTemplate/Limits", "/TaskTemplate/Env/0"}) {
            assertSame(one.at(equal), other.at(equal));
        }
        assertSame(one.at("/Name"), one.at("/Labels/dev.skep.name"));
    }

    @Test
    void aCopyMayBeChangedAndChangesNobodyElse() throws Exception {
        var one = within(spec("one"));
        var copy = one.deepCopy();
        copy.withObject("/Mode").withObject("Replicated").put("Replicas", 3);

        assertEquals(10, within(spec("other")).at("/Mode/Replicated/Replicas").asInt());
        assertEquals(spec("one"), one);
    }

    @Test
    void whatIsNotMetForLongIsForgottenAndNothingElse() {
        var rare = shared.text(fresh("rare"));
        var common = shared.text(fresh("common"));
        for (int i = 0; i < 10_000; i++) {
            shared.text("number " + i);
            assertSame(common, shared.text(fresh("common")));
        }

        assertNotSame(rare, shared.text(fresh("rare")));
    }

    private JsonNode within(JsonNode tree) {
        shared.within(tree);
        return tree;
    }

    private static JsonNode spec(String name) throws JsonProcessingException {
        return new ObjectMapper().readTree("""
                {"Name": "%s", "Labels": {"dev.skep.name": "%s"}, "Mode": {"Replicated": {"Replicas": 10}},
                 "TaskTemplate": {"Env": ["A=b", "C=%s"], "Limits": {"NanoCPUs": 500000000, "MemoryBytes": 0}}}""".formatted(name, name, name));
    }

    /** Equal to others, and none of them. */
    private static String fresh(String text) {
        return new String(text.toCharArray());
    }
}
