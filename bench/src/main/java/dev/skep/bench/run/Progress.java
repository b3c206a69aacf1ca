package dev.skep.bench.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells on one line each what is done, and about how long the rest will take. */
public final class Progress {
    private final PrintWriter out;
    private final long began = System.nanoTime();
    private Duration left;

    /** Of work that is expected to take this long. */
    public Progress(PrintWriter out, Duration expected) {
        this.out = out;
        this.left = expected;
    }

    /** Something is done that was expected to take this long. */
    public void done(Duration expected, String what) {
        left = left.minus(expected);
        tell(what);
    }

    public void tell(String what) {
        out.println(line(Duration.ofNanos(System.nanoTime() - began), left, what));
        out.flush();
    }

    static String line(Duration since, Duration left, String what) {
        var rest = left.isPositive() ? String.format(Locale.ROOT, ", about %s left", clock(left)) : "";
        return "skep bench: [%s%s] %s".formatted(clock(since), rest, what);
    }

    private static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
