package dev.skep.swarm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.desired.SmallNodes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads one of the engine's lists, element by element as it comes: of ten thousand tasks there is never more than one as a
 * document. An element whose version is as it was at the last reading is passed over and taken from there: most of a swarm is
 * as it was a moment ago.
 */
final class ListReader<T> {
    private static final ObjectMapper JSON = new ObjectMapper().setNodeFactory(SmallNodes.INSTANCE);

    private record Known<T>(String id, long version, T value) {
        /** Itself where nothing of it is new: of ten thousand that are as they were nothing is to be made again. */
        private Known<T> with(T other) {
            return other == value ? this : new Known<>(id, version, other);
        }
    }

    private final TokenFilter wanted;
    private final Function<JsonNode, T> read;
    private final Set<String> unversioned;
    private final BiFunction<T, JsonNode, T> refresh;
    private volatile Map<String, Known<T>> last = Map.of();

    private ListReader(
            TokenFilter wanted,
            Function<JsonNode, T> read,
            Set<String> unversioned,
            BiFunction<T, JsonNode, T> refresh) {
        this.wanted = wanted;
        this.read = read;
        this.unversioned = unversioned;
        this.refresh = refresh;
    }

    /** Of whole documents. */
    static <T> ListReader<T> of(Function<JsonNode, T> read) {
        return of(TokenFilter.INCLUDE_ALL, read);
    }

    /** Of so much of each document: {@code ID} and {@code Version} among it, or nothing is taken from before. */
    static <T> ListReader<T> of(TokenFilter wanted, Function<JsonNode, T> read) {
        return new ListReader<>(wanted, read, Set.of(), (known, _) -> known);
    }

    /** The same for elements of which a field may change though their version does not. */
    ListReader<T> refreshing(String field, BiFunction<T, JsonNode, T> from) {
        return new ListReader<>(wanted, read, Set.of(field), from);
    }

    /** Takes nothing from before at the next reading: the swarm may be another. */
    void forget() {
        last = Map.of();
    }

    /** Reads a list to its end. */
    List<T> read(InputStream body) throws IOException {
        var known = last;
        var next = new HashMap<String, Known<T>>();
        var result = new ArrayList<T>();
        try (var all = JSON.createParser(body);
                var parser = new FilteringParserDelegate(all, wanted, Inclusion.INCLUDE_ALL_AND_PATH, true)) {
            var first = parser.nextToken();
            if (first == JsonToken.VALUE_NULL) {
                return List.of(); // Go's word for a list that was never filled
            }
            if (first != JsonToken.START_ARRAY) {
                throw new IOException("an answer that is no list, but begins with " + first);
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                result.add(element(parser, known, next));
            }
        }
        last = next;
        return List.copyOf(result);
    }

    /** The engine writes {@code ID} and {@code Version} first; if it did not, all would be read anew. */
    private T element(JsonParser parser, Map<String, Known<T>> known, Map<String, Known<T>> next) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("a list of what is no object, but " + parser.currentToken());
        }
        var document = JSON.createObjectNode();
        Known<T> asBefore = null;
        for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (asBefore != null && !unversioned.contains(field)) {
                parser.skipChildren();
                continue;
            }
            document.set(field, JSON.<JsonNode>readTree(parser));
            if (field.equals("Version") && document.size() == 2) {
                asBefore = asBefore(known.get(id(document)), document);
            }
        }
        var now = asBefore == null
                ? new Known<>(id(document), version(document), read.apply(document))
                : asBefore.with(refresh.apply(asBefore.value(), document));
        if (document.has("Version")) {
            next.put(now.id(), now);
        }
        return now.value();
    }

    private static <T> Known<T> asBefore(Known<T> known, JsonNode document) {
        return known != null && known.version() == version(document) ? known : null;
    }

    private static String id(JsonNode document) {
        return document.path("ID").asText();
    }

    private static long version(JsonNode document) {
        return document.path("Version").path("Index").asLong();
    }
}
