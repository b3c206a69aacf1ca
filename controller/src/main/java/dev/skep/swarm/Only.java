package dev.skep.swarm;

import com.fasterxml.jackson.core.filter.TokenFilter;
import java.util.Map;

/** Lets only the named fields of an object through the parser: of a task's document a tenth is read, and most bytes are passed over. */
final class Only extends TokenFilter {
    private final Map<String, TokenFilter> fields;

    private Only(Map<String, TokenFilter> fields) {
        this.fields = fields;
    }

    /** These fields, each as its own filter says. */
    static TokenFilter fields(Map<String, TokenFilter> fields) {
        return new Only(fields);
    }

    /** The parser's way to say: not this one. */
    @Override
    public TokenFilter includeProperty(String name) {
        return fields.get(name);
    }

    /** Else an empty list is no answer at all. */
    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
        return true;
    }
}
