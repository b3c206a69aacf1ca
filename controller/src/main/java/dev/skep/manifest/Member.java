package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.util.List;

/** What may stand in a section of a manifest: one row of {@link ManifestFields}. */
sealed interface Member {
    /** The word before the colon. */
    String name();

    /** Whether it must be written. */
    Need need();

    /** Whether it must be written. */
    enum Need {
        REQUIRED,
        OPTIONAL
    }

    /**
     * A field with one value.
     *
     * @param unwritten what it says when it is not written, in words
     * @param fallback the value of that; of a required field the one to go on with, to find further problems
     */
    record Field<T>(String name, FieldType<T> type, Need need, String unwritten, T fallback) implements Member {
        static <T> Field<T> required(String name, FieldType<T> type, T fallback) {
            return new Field<>(name, type, Need.REQUIRED, "", fallback);
        }

        /** A field whose default is a text that could stand there. */
        static <T> Field<T> optional(String name, FieldType<T> type, String unwritten) {
            var text = new Scalar(new SourcePosition("default", 1, 1), unwritten, Style.PLAIN);
            return new Field<>(
                    name, type, Need.OPTIONAL, unwritten, type.parse(text).orElseThrow());
        }

        /** A field whose default cannot be written, or follows from another. */
        static <T> Field<T> optional(String name, FieldType<T> type, String unwritten, T fallback) {
            return new Field<>(name, type, Need.OPTIONAL, unwritten, fallback);
        }
    }

    /** A field that holds fields. */
    record Section(String name, Need need, List<Member> members) implements Member {
        public Section {
            members = List.copyOf(members);
        }

        static Section required(String name, Member... members) {
            return new Section(name, Need.REQUIRED, List.of(members));
        }

        static Section optional(String name, Member... members) {
            return new Section(name, Need.OPTIONAL, List.of(members));
        }

        /** The words that may stand in it. */
        List<String> names() {
            return members.stream().map(Member::name).toList();
        }
    }
}
