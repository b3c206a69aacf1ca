package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** Trees of little room are like all others: they grow, keep their order, and are equal to those of the usual kind. */
final class SmallNodesTest {
    private static final ObjectMapper SMALL = new ObjectMapper().setNodeFactory(SmallNodes.INSTANCE);
    private static final String TEXT = """
            {"e":{},"l":[],"z":1,"a":[1,"two",null,true,[3],{"b":4}],"y":{"x":{"w":5},"v":6},"c":7,"d":8,"f":9,"g":10}""";

    @Test
    void whatIsReadIsWrittenAgainAsItWas() throws JsonProcessingException {
        assertEquals(TEXT, SMALL.writeValueAsString(SMALL.readTree(TEXT)));
    }

    @Test
    void theyAreEqualToOthersAndHaveTheirHash() throws JsonProcessingException {
        var usual = new ObjectMapper().readTree(TEXT);
        var small = SMALL.readTree(TEXT);
        assertEquals(usual, small);
        assertEquals(small, usual);
        assertEquals(usual.hashCode(), small.hashCode());
        assertEquals(small, small.deepCopy());
    }

    @Test
    void theyGrow() {
        var object = Json.object();
        for (int i = 0; i < 100; i++) {
            object.put("field " + i, i);
            object.withArray("list").add(i);
        }
        assertEquals(101, object.size());
        assertEquals(100, object.path("list").size());
        assertEquals(99, object.path("field 99").asInt());
    }
}
