package dev.skep.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.skep.status.Event;
import java.io.PrintWriter;

/** How events are printed, one after the other. */
sealed interface EventsOutput {
    /** One more. */
    void print(Event event);

    /** No more will come. */
    void end();

    /** As the options ask. */
    static EventsOutput of(PrintWriter out, Output output, boolean follow) {
        if (!output.json()) {
            return new Table(out).withHeader();
        }
        return follow ? new JsonLines(out) : new JsonArray(out);
    }

    /** For people. */
    record Table(PrintWriter out) implements EventsOutput {
        private static final String ROW = "%-24s  %-16s  %-20s  %s%n";

        private EventsOutput withHeader() {
            out.printf(ROW, "TIME", "MANIFEST", "REASON", "MESSAGE");
            out.flush();
            return this;
        }

        @Override
        public void print(Event event) {
            out.printf(ROW, event.time(), event.manifest().orElse("-"), event.reason(), event.message());
            out.flush();
        }

        @Override
        public void end() {
            out.flush();
        }
    }

    /** For programs that read as it comes. */
    record JsonLines(PrintWriter out) implements EventsOutput {
        @Override
        public void print(Event event) {
            out.println(event.json());
            out.flush();
        }

        @Override
        public void end() {
            out.flush();
        }
    }

    /** For programs that read it whole. */
    record JsonArray(PrintWriter out, ArrayNode events) implements EventsOutput {
        JsonArray(PrintWriter out) {
            this(out, JsonNodeFactory.instance.arrayNode());
        }

        @Override
        public void print(Event event) {
            events.add(event.json());
        }

        @Override
        public void end() {
            out.println(Output.json(events));
            out.flush();
        }
    }
}
