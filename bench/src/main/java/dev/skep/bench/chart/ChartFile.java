package dev.skep.bench.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws a chart as an SVG. Letters are drawn as shapes, so it looks the same everywhere; one machine makes the same file of the
 * same chart, and another one with other fonts one of another layout.
 */
public final class ChartFile {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 460;
    /** Okabe and Ito's: told apart by whoever does not see all colours. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xE69F00),
        new Color(0x009E73),
        new Color(0xD55E00),
        new Color(0x56B4E9),
        new Color(0xCC79A7),
        new Color(0x7F7F7F),
        new Color(0xB8A800),
        new Color(0x000000)
    };

    /** A drawing of 900 x 460 shows nothing of the third decimal; half of the file is that. */
    private static final Pattern FINE = Pattern.compile("-?\\d+\\.\\d{3,}");

    static {
        // Charts are drawn where there is no screen, too.
        System.setProperty("java.awt.headless", "true");
    }

    private ChartFile() {}

    /** Writes it, with its folder if need be. */
    public static void write(Chart chart, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, svg(chart));
    }

    static String svg(Chart chart) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var drawn =
                switch (chart) {
                    case Chart.Lines lines -> drawn(lines);
                    case Chart.Bars bars -> drawn(bars);
                };
        VectorGraphicsEncoder.saveVectorGraphic(drawn, bytes, VectorGraphicsFormat.SVG);
        return FINE.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll(number -> new BigDecimal(number.group())
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString());
    }

    private static XYChart drawn(Chart.Lines lines) {
        var labels = lines.labels();
        var chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        chart.setTitle(labels.title());
        chart.setXAxisTitle(labels.across());
        chart.setYAxisTitle(labels.up());
        chart.getStyler().setXAxisLogarithmic(lines.across() == Chart.Scale.LOGARITHMIC);
        chart.getStyler().setYAxisLogarithmic(lines.up() == Chart.Scale.LOGARITHMIC);
        if (lines.up() == Chart.Scale.LINEAR) {
            chart.getStyler().setYAxisMin(0.0);
        }
        for (var line : lines.lines()) {
            var x = line.points().stream().mapToDouble(Chart.Point::x).toArray();
            var y = line.points().stream().mapToDouble(Chart.Point::y).toArray();
            chart.addSeries(line.name(), x, y).setMarker(SeriesMarkers.CIRCLE).setLineStyle(new BasicStroke(2));
        }
        return chart;
    }

    private static CategoryChart drawn(Chart.Bars bars) {
        var labels = bars.labels();
        var chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).build();
        style(chart.getStyler());
        chart.setTitle(labels.title());
        chart.setXAxisTitle(labels.across());
        chart.setYAxisTitle(labels.up());
        chart.getStyler()
                .setStacked(bars.arrangement() == Chart.Arrangement.STACKED)
                .setAvailableSpaceFill(0.7)
                .setYAxisMin(0.0);
        bars.kinds().forEach(kind -> chart.addSeries(kind.name(), bars.categories(), kind.values()));
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT)
                .setPlotGridVerticalLinesVisible(false)
                .setAxisTickLabelsFont(font(Font.PLAIN, 12))
                .setAxisTitleFont(font(Font.PLAIN, 13));
        styler.setSeriesColors(COLOURS)
                .setBaseFont(font(Font.PLAIN, 12))
                .setChartTitleFont(font(Font.BOLD, 15))
                .setLegendFont(font(Font.PLAIN, 12))
                .setDecimalPattern("#,##0.###")
                .setMarkerSize(6)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendBorderColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
