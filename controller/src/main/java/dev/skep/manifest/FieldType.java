package dev.skep.manifest;

import dev.skep.manifest.YamlNode.Scalar;
import dev.skep.manifest.YamlNode.Style;
import java.util.List;
import java.util.Optional;

/**
 * What may stand in a field.
 *
 * @param <T> what it is read as
 */
sealed interface FieldType<T>
        permits CpusType,
                DurationType,
                FieldType.Exactly,
                FieldType.OneOf,
                FieldType.Truth,
                ImageType,
                NameType,
                PortType,
                SizeType,
                WholeNumber {
    /** What it is in YAML, in the words of JSON Schema. */
    String type();

    /** What may stand there, to follow "must be". */
    String allowed();

    /** The value, if it is one that may stand there. */
    Optional<T> parse(Scalar written);

    /** What to write instead of something that may not stand there, if that can be guessed. */
    Optional<String> hint(Scalar written);

    /** One fixed word. */
    record Exactly(String word) implements FieldType<String> {
        @Override
        public String type() {
            return "string";
        }

        @Override
        public String allowed() {
            return word;
        }

        @Override
        public Optional<String> parse(Scalar written) {
            return Optional.of(written.text()).filter(word::equals);
        }

        @Override
        public Optional<String> hint(Scalar written) {
            return Optional.empty();
        }
    }

    /** One of the words of a choice. */
    record OneOf<E extends Enum<E>>(Class<E> choice) implements FieldType<E> {
        @Override
        public String type() {
            return "string";
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", Words.all(choice));
        }

        @Override
        public Optional<E> parse(Scalar written) {
            return List.of(choice.getEnumConstants()).stream()
                    .filter(constant -> Words.of(constant).equals(written.text()))
                    .findFirst();
        }

        @Override
        public Optional<String> hint(Scalar written) {
            return Words.nearest(written.text(), Words.all(choice)).map("did you mean '%s'?"::formatted);
        }
    }

    /** Yes or no. YAML 1.1 has eleven words for each; here it is one. */
    record Truth() implements FieldType<Boolean> {
        @Override
        public String type() {
            return "boolean";
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public Optional<Boolean> parse(Scalar written) {
            return written.style() == Style.QUOTED
                    ? Optional.empty()
                    : switch (written.text()) {
                        case "true" -> Optional.of(true);
                        case "false" -> Optional.of(false);
                        default -> Optional.empty();
                    };
        }

        @Override
        public Optional<String> hint(Scalar written) {
            return switch (written.text()) {
                case "yes", "Yes", "YES", "on", "On", "ON", "y", "Y", "True", "TRUE", "true" ->
                    Optional.of("write true");
                case "no", "No", "NO", "off", "Off", "OFF", "n", "N", "False", "FALSE", "false" ->
                    Optional.of("write false");
                default -> Optional.empty();
            };
        }
    }
}
