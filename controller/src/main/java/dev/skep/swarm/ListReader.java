package dev.skep.swarm;

import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.desired.SmallNodes;
import dev.skep.swarm.ListBytes.Mark;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one of the engine's lists, element by element as it comes: of ten thousand tasks there is never more than one as a
 * document. An element whose bytes are as they were at the last reading is not parsed, but taken from there: most of a swarm is
 * as it was a moment ago. A list of which all are is the very same list.
 */
final class ListReader<T> {
    private static final ObjectMapper JSON = new ObjectMapper().setNodeFactory(SmallNodes.INSTANCE);

    /**
     * What was read last.
     *
     * @param marks of the elements' bytes, in their order
     * @param values the same elements
     */
    private record Known<T>(List<Mark> marks, List<T> values) {
        private boolean isAt(int place, ListBytes bytes) throws IOException {
            return place < marks.size() && bytes.passOver(marks.get(place));
        }
    }

    private final TokenFilter wanted;
    private final Function<JsonNode, T> read;
    private volatile Known<T> last = new Known<>(List.of(), List.of());

    private ListReader(TokenFilter wanted, Function<JsonNode, T> read) {
        this.wanted = wanted;
        this.read = read;
    }

    /** Of whole documents. */
    static <T> ListReader<T> of(Function<JsonNode, T> read) {
        return of(TokenFilter.INCLUDE_ALL, read);
    }

    /** Of so much of each document. */
    static <T> ListReader<T> of(TokenFilter wanted, Function<JsonNode, T> read) {
        return new ListReader<>(wanted, read);
    }

    /** Reads a list to its end. */
    List<T> read(InputStream body) throws IOException {
        try (body) {
            var now = new Reading(last).of(new ListBytes(body));
            last = now;
            return now.values();
        }
    }

    /** Of one answer, held against the last. */
    private final class Reading {
        private final Known<T> known;
        private final List<Mark> marks = new ArrayList<>();
        private final List<T> values = new ArrayList<>();
        private Map<Mark, Integer> places = Map.of();
        private boolean same = true;

        /** Where the element is expected in what is known. */
        private int place;

        private Reading(Known<T> known) {
            this.known = known;
        }

        private Known<T> of(ListBytes bytes) throws IOException {
            while (bytes.next()) {
                element(bytes);
            }
            return same && values.size() == known.values().size()
                    ? known
                    : new Known<>(List.copyOf(marks), List.copyOf(values));
        }

        private void element(ListBytes bytes) throws IOException {
            if (known.isAt(place, bytes)) {
                asBefore();
                return;
            }
            same = false;
            if (known.isAt(place + 1, bytes)) {
                place++; // the one expected is another now, and was just read, or is gone
                asBefore();
                return;
            }
            var mark = bytes.take();
            var elsewhere = placeOf(mark);
            if (elsewhere.isPresent()) {
                place = elsewhere.get();
                asBefore();
            } else {
                marks.add(mark);
                values.add(read.apply(document(bytes)));
            }
        }

        private void asBefore() {
            marks.add(known.marks().get(place));
            values.add(known.values().get(place));
            place++;
        }

        private Optional<Integer> placeOf(Mark mark) {
            if (places.isEmpty()) {
                places = new HashMap<>();
                for (int i = 0; i < known.marks().size(); i++) {
                    places.put(known.marks().get(i), i);
                }
            }
            return Optional.ofNullable(places.get(mark));
        }
    }

    private JsonNode document(ListBytes bytes) throws IOException {
        try (var all = bytes.parser(JSON.getFactory());
                var parser = new FilteringParserDelegate(all, wanted, Inclusion.INCLUDE_ALL_AND_PATH, true)) {
            return parser.nextToken() == null ? JSON.createObjectNode() : JSON.readTree(parser);
        }
    }
}
