package dev.skep.cli;

import dev.skep.status.Condition;
import dev.skep.status.Condition.State;
import dev.skep.status.ManifestStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code skep wait} waits for: {@code Deleted}, or a condition as {@code Ready} or {@code Progressing=False}. */
sealed interface WaitFor {
    /** Nothing is left of it in the swarm. */
    record Deleted() implements WaitFor {
        @Override
        public String toString() {
            return "Deleted";
        }
    }

    /** A condition has this state. */
    record Reached(Condition.Type type, State state) implements WaitFor {
        /** Reasons that end only with another manifest (docs/status.md). */
        private static final Set<String> FINAL = Set.of("RolledBack", "RolloutFailed", "RollbackFailed");

        /** Why it never comes true by itself, for people; empty: it may. */
        Optional<String> hopeless(ManifestStatus status) {
            return Optional.of(status.condition(type))
                    .filter(c -> type == Condition.Type.READY && state == State.TRUE && FINAL.contains(c.reason()))
                    .map(Condition::toString);
        }

        /** What a manifest lacks until then, for people; empty: it is reached. */
        List<String> missing(ManifestStatus status) {
            var condition = status.condition(type);
            if (condition.is(state)) {
                return List.of();
            }
            return type == Condition.Type.READY
                            && state == State.TRUE
                            && !status.waitingFor().isEmpty()
                    ? status.waitingFor()
                    : List.of(condition.toString());
        }

        @Override
        public String toString() {
            return type.word() + "=" + state.word();
        }
    }

    /** Reads it, in whichever case. */
    final class Converter implements ITypeConverter<WaitFor> {
        @Override
        public WaitFor convert(String text) {
            if (text.equalsIgnoreCase("Deleted")) {
                return new Deleted();
            }
            var parts = text.split("=", 2);
            var state = parts.length == 1 ? "True" : parts[1];
            return Condition.Type.of(parts[0])
                    .flatMap(type -> Arrays.stream(State.values())
                            .filter(s -> s.word().equalsIgnoreCase(state))
                            .findFirst()
                            .map(s -> new Reached(type, s)))
                    .orElseThrow(() -> new TypeConversionException(
                            "'%s' cannot be waited for: write Deleted, or one of %s, with =True, =False or =Unknown"
                                    .formatted(
                                            text,
                                            String.join(
                                                    ", ",
                                                    Stream.of(Condition.Type.values())
                                                            .map(Condition.Type::word)
                                                            .toList()))));
        }
    }
}
