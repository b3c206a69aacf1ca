package dev.skep.bench.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.bench.chart.Chart.Arrangement;
import dev.skep.bench.chart.Chart.Kind;
import dev.skep.bench.chart.Chart.Line;
import dev.skep.bench.chart.Chart.Point;
import dev.skep.bench.chart.Chart.Scale;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

class ChartFileTest {
    private static final Chart.Labels LABELS = new Chart.Labels("Title & <more>", "connections", "requests/s");

    static Stream<Chart> charts() {
        return Stream.of(
                lines(Scale.LINEAR, 3),
                lines(Scale.LOGARITHMIC, 3),
                bars(Arrangement.SIDE_BY_SIDE),
                bars(Arrangement.STACKED));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void isAWholeDrawingWithoutAnythingFromElsewhere(Chart chart) throws Exception {
        var svg = ChartFile.svg(chart);

        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var root = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
        assertEquals("svg", root.getTagName());
        assertFalse(svg.contains("<text"), "letters are shapes");
        assertFalse(svg.contains("<image"));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void isTheSameEachTime(Chart chart) throws Exception {
        assertEquals(ChartFile.svg(chart), ChartFile.svg(chart));
    }

    @Test
    void anotherValueIsAnotherDrawing() throws Exception {
        assertNotEquals(ChartFile.svg(lines(Scale.LINEAR, 3)), ChartFile.svg(lines(Scale.LINEAR, 4)));
    }

    @Test
    void stackedBarsAreNotBarsSideBySide() throws Exception {
        assertNotEquals(ChartFile.svg(bars(Arrangement.SIDE_BY_SIDE)), ChartFile.svg(bars(Arrangement.STACKED)));
    }

    @Test
    void aBarWithoutAValueIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Chart.Bars(
                        LABELS, Arrangement.STACKED, List.of("1x1", "10x1"), List.of(new Kind("app", List.of(1.0)))));
    }

    @Test
    void writesTheFileAndItsFolder(@TempDir Path folder) throws Exception {
        var file = folder.resolve("charts/throughput.svg");

        ChartFile.write(lines(Scale.LINEAR, 3), file);

        assertTrue(Files.readString(file).endsWith("</svg>\n")
                || Files.readString(file).endsWith("</svg>"));
    }

    private static Chart lines(Scale scale, double last) {
        var points = List.of(new Point(1, 1), new Point(10, 2), new Point(100, last));
        return new Chart.Lines(LABELS, scale, scale, List.of(new Line("1x1", points), new Line("10x1", points)));
    }

    private static Chart bars(Arrangement arrangement) {
        return new Chart.Bars(
                LABELS,
                arrangement,
                List.of("1x1", "10x1"),
                List.of(new Kind("app", List.of(1.0, 2.5)), new Kind("redis", List.of(0.5, 0.25))));
    }
}
