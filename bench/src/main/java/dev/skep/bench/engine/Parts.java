package dev.skep.bench.engine;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What is measured one after the other. */
final class Parts {
    /** Measures something. */
    @FunctionalInterface
    interface Measurement {
        void run() throws Exception;
    }

    /** Does something with what was measured. */
    @FunctionalInterface
    interface Keeping {
        void run() throws IOException;
    }

    /** One of them, and how it is announced. */
    record Part(String what, Measurement measurement) {}

    private Parts() {}

    /** What was measured is kept, whatever fails after it. */
    static void measure(List<Part> parts, Consumer<String> tell, Keeping keep) throws Exception {
        try (AutoCloseable _ = keep::run) {
            for (var part : parts) {
                tell.accept(part.what());
                part.measurement().run();
            }
        }
    }
}
