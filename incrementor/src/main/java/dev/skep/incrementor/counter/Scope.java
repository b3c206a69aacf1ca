package dev.skep.incrementor.counter;

import java.util.List;

/** Of which groups there is to be a sum, besides the own one and those that any of them lists. */
public sealed interface Scope {
    /** These. */
    record Given(List<String> groups) implements Scope {
        public Given {
            groups = List.copyOf(groups);
        }
    }

    /** No others; and the own one must list some, for else others may be missing from the sum. */
    record Listed() implements Scope {}
}
