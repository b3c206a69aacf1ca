package dev.skep.e2e;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When requests may fail, for something was done that breaks them: else none may. */
final class Excused {
    private record Span(Instant from, Instant to) {}

    /** What was not answered well, from when it was asked until that was known. */
    record Failure(String what, Instant asked, Instant told) {
        @Override
        public String toString() {
            return asked + " to " + told + ": " + what;
        }
    }

    private final List<Span> spans = new ArrayList<>();
    private Optional<Instant> open = Optional.empty();

    /** From now on; before whatever breaks them is done. */
    synchronized void begin() {
        if (open.isEmpty()) {
            open = Optional.of(Instant.now());
        }
    }

    /** No more: all is well again. */
    synchronized void end() {
        open.ifPresent(from -> spans.add(new Span(from, Instant.now())));
        open = Optional.empty();
    }

    /** Whether it was under way while requests might fail. */
    synchronized boolean covers(Failure failure) {
        return open.filter(from -> !failure.told().isBefore(from)).isPresent()
                || spans.stream()
                        .anyMatch(s -> !failure.told().isBefore(s.from())
                                && !failure.asked().isAfter(s.to()));
    }

    /** Those that nothing excuses. */
    List<Failure> without(List<Failure> failures) {
        return failures.stream().filter(f -> !covers(f)).toList();
    }
}
