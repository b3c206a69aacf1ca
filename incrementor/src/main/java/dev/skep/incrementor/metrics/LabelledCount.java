package dev.skep.incrementor.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A number that only grows, one for each combination of its labels. */
final class LabelledCount {
    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

    LabelledCount(String name, String help, String... labels) {
        this.name = name;
        this.help = help;
        this.labels = List.of(labels);
    }

    void add(String... values) {
        of(values).increment();
    }

    /** The count for these labels, to add to. */
    LongAdder of(String... values) {
        return counts.computeIfAbsent(List.of(values), absent -> new LongAdder());
    }

    void writeTo(StringBuilder text) {
        Metrics.head(text, name, help, "counter");
        counts.entrySet().stream()
                .map(entry -> name + "{" + pairs(entry.getKey()) + "} " + entry.getValue() + "\n")
                .sorted()
                .forEach(text::append);
    }

    /** Values are names from this program's own enums and status codes: none needs escaping. */
    private String pairs(List<String> values) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> labels.get(i) + "=\"" + values.get(i) + "\"")
                .collect(Collectors.joining(","));
    }
}
