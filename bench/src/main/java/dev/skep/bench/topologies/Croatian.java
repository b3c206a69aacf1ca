package dev.skep.bench.topologies;

import java.util.Locale;

/** Figures as a Croatian reads them: 20.000 and 0,90. */
final class Croatian {
    private static final Locale CROATIAN = Locale.of("hr", "HR");

    private Croatian() {}

    static String count(double figure) {
        return String.format(CROATIAN, "%,.0f", figure);
    }

    static String hundredths(double figure) {
        return String.format(CROATIAN, "%,.2f", figure);
    }
}
