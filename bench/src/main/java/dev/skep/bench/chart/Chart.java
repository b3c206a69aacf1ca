package dev.skep.bench.chart;

import java.util.List;

/** What a chart shows; {@link ChartFile} draws it. */
public sealed interface Chart {
    Labels labels();

    /** What is written on a chart and beside its axes. */
    record Labels(String title, String across, String up) {}

    /** How an axis goes on; a logarithmic one has only positive values. */
    enum Scale {
        LINEAR,
        LOGARITHMIC
    }

    /** Lines through points. */
    record Lines(Labels labels, Scale across, Scale up, List<Line> lines) implements Chart {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** Named points, from left to right; at least one. */
    record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    record Point(double x, double y) {}

    /** How the bars of one category stand. */
    enum Arrangement {
        SIDE_BY_SIDE,
        STACKED
    }

    /** Bars, for each category one of each kind. */
    record Bars(Labels labels, Arrangement arrangement, List<String> categories, List<Kind> kinds) implements Chart {
        public Bars {
            categories = List.copyOf(categories);
            kinds = List.copyOf(kinds);
            int wanted = categories.size();
            if (kinds.stream().anyMatch(kind -> kind.values().size() != wanted)) {
                throw new IllegalArgumentException("a kind of bar needs a value for each of " + categories);
            }
        }
    }

    /** A kind of bar, with its value in each category, in the categories' order. */
    record Kind(String name, List<Double> values) {
        public Kind {
            values = List.copyOf(values);
        }
    }
}
