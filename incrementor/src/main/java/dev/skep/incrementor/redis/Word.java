package dev.skep.incrementor.redis;

import dev.skep.incrementor.settings.HostPort;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What a sentinel says that was asked about a primary.
 *
 * @param stand how it stands to it
 * @param sentinels how many watch it, as far as it knows, itself among them; 0: it does not say
 */
record Word(Stand stand, int sentinels) {
    /** None. */
    static final Word NONE = new Word(Stand.SILENT, 0);

    /** No group has fewer: who knows of fewer has just started, and is about to hear of the others. */
    private static final int FEWEST = 3;

    /** As {@link Stand#of}. */
    static Word of(HostPort primary, List<String> named, Map<String, String> known) {
        return new Word(Stand.of(primary, named, known), Integer.parseInt(known.get("num-other-sentinels")) + 1);
    }

    boolean isAgainst() {
        return stand == Stand.AGAINST;
    }

    /**
     * Whether most sentinels are for a primary, and none of those that were heard is against it: that one may be right. The app is
     * told of more before they are made: those of which none of the others has heard yet cannot be replacing it.
     *
     * @param told how many the app was told of
     */
    static boolean approve(Collection<Word> heard, int told) {
        var known = heard.stream().mapToInt(Word::sentinels).max().orElse(told);
        var sentinels = Math.min(told, Math.max(FEWEST, known));
        return heard.stream().noneMatch(Word::isAgainst)
                && heard.stream().filter(word -> word.stand == Stand.FOR).count() > sentinels / 2;
    }
}
