package dev.skep.desired;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/**
 * Makes trees that take no room for what they do not hold. Most objects of a spec have one to four fields, and there are tens of
 * thousands of them where there are a thousand services: the usual sixteen slots of each would be mebibytes for nothing.
 */
public final class SmallNodes extends JsonNodeFactory {
    /** The only one that is needed. */
    public static final JsonNodeFactory INSTANCE = new SmallNodes();

    private static final long serialVersionUID = 1;

    private SmallNodes() {}

    @Override
    public ObjectNode objectNode() {
        return new ObjectNode(this, new LinkedHashMap<>(1));
    }

    @Override
    public ArrayNode arrayNode() {
        return new ArrayNode(this, new ArrayList<>(0));
    }
}
