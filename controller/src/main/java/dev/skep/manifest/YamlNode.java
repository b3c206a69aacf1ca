package dev.skep.manifest;

import java.util.List;
import java.util.regex.Pattern;

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
        /** The core schema of YAML 1.2, section 10.3.2. */
        private static final Pattern NUMBER_OR_TRUTH =
                Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
                        + "|[-+]?[.](inf|Inf|INF)|[.](nan|NaN|NAN)|true|True|TRUE|false|False|FALSE");

        /** Whether this is a text for every reader of YAML 1.2, and no number and no truth value. */
        boolean isText() {
            return style == Style.QUOTED || !NUMBER_OR_TRUTH.matcher(text).matches();
        }

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
