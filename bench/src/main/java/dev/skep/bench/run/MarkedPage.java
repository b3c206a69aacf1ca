package dev.skep.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page of which a benchmark writes one part, between two marks; people write the rest. */
public final class MarkedPage {
    private MarkedPage() {}

    /**
     * Replaces what is between the marks.
     *
     * @param mark such as "bench engine"
     */
    public static void write(Path page, String mark, String text) throws IOException {
        Files.writeString(page, into(Files.readString(page), mark, text));
    }

    /** A page with another text between its marks. */
    public static String into(String page, String mark, String text) {
        var begin = "<!-- " + mark + ": begin -->\n";
        var end = "<!-- " + mark + ": end -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new BenchException("the page has no lines " + begin.strip() + " and " + end.strip());
        }
        return page.substring(0, from + begin.length()) + text + page.substring(to);
    }
}
