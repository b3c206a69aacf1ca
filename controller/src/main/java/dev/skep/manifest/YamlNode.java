package dev.skep.manifest;

import java.util.List;

/** A value in a YAML document and where it stands. */
sealed interface YamlNode {
    /** Where the value starts. */
    SourcePosition at();

    /** How a scalar was written: {@code 3} is a number, {@code "3"} is a text. */
    enum Style {
        PLAIN,
        QUOTED
    }

    /** A single value, as written: what type it has is for its field to say. */
    record Scalar(SourcePosition at, String text, Style style) implements YamlNode {
        /** Whether this is YAML's null, as in {@code replicas:} with nothing behind it. */
        boolean isNothing() {
            return style == Style.PLAIN
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** A list; no field of a manifest is one, so what it holds does not matter. */
    record Listing(SourcePosition at) implements YamlNode {}

    /** Fields and their values, doubled ones included. */
    record Mapping(SourcePosition at, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /** One field of a mapping. */
    record Entry(Scalar key, YamlNode value) {}

    /** Something whose problem was already reported, such as an alias. */
    record Refused(SourcePosition at) implements YamlNode {}
}
