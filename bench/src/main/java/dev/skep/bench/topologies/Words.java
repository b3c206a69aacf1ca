package dev.skep.bench.topologies;

import java.util.Locale;

/** Figures as the report writes them. */
final class Words {
    private static final double MEBIBYTE = 1048576;

    private Words() {}

    static String count(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    static String tenths(double figure) {
        return String.format(Locale.ROOT, "%,.1f", figure);
    }

    static String hundredths(double figure) {
        return String.format(Locale.ROOT, "%,.2f", figure);
    }

    static String millis(double micros) {
        return String.format(Locale.ROOT, "%,.1f ms", micros / 1000);
    }

    static String micros(double micros) {
        return String.format(Locale.ROOT, "%,.0f µs", micros);
    }

    static String mebibytes(double bytes) {
        return String.format(Locale.ROOT, "%,.0f MiB", bytes / MEBIBYTE);
    }

    /** Of what is too much, or too little. */
    static String signed(double share) {
        return String.format(Locale.ROOT, "%+.0f %%", share * 100);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
