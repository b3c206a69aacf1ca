package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.util.List;

/** What may stand in a section of a manifest: one row of {@link ManifestFields}. */
sealed interface Member {
    /** Of a field before {@link Field#help}. */
    Help NO_HELP = new Help("", "");

    /** The word before the colon. */
    String name();

    /** Whether it must be written. */
    Need need();

    /** What it is for. */
    Help help();

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
    record Field<T>(String name, FieldType<T> type, Need need, String unwritten, T fallback, Help help)
            implements Member {
        static <T> Field<T> required(String name, FieldType<T> type, T fallback) {
            return new Field<>(name, type, Need.REQUIRED, "", fallback, NO_HELP);
        }

        /** A field whose default is a text that could stand there. */
        static <T> Field<T> optional(String name, FieldType<T> type, String unwritten) {
            T fallback = type.parse(plain(unwritten)).orElseThrow();
            return new Field<>(name, type, Need.OPTIONAL, unwritten, fallback, NO_HELP);
        }

        /** A field whose default cannot be written, or follows from another. */
        static <T> Field<T> optional(String name, FieldType<T> type, String unwritten, T fallback) {
            return new Field<>(name, type, Need.OPTIONAL, unwritten, fallback, NO_HELP);
        }

        /** The same field, explained. */
        Field<T> help(String does, String changing) {
            return new Field<>(name, type, need, unwritten, fallback, new Help(does, changing));
        }

        private static Scalar plain(String text) {
            return new Scalar(new SourcePosition("default", 1, 1), text, Style.PLAIN);
        }
    }

    /** A field that holds fields. */
    record Section(String name, Need need, Help help, List<Member> members) implements Member {
        public Section {
            members = List.copyOf(members);
        }

        static Section required(String name, String does, Member... members) {
            return new Section(name, Need.REQUIRED, new Help(does, ""), List.of(members));
        }

        static Section optional(String name, String does, Member... members) {
            return new Section(name, Need.OPTIONAL, new Help(does, ""), List.of(members));
        }

        /** The words that may stand in it. */
        List<String> names() {
            return members.stream().map(Member::name).toList();
        }
    }
}
