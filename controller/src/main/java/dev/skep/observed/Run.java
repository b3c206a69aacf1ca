package dev.skep.observed;

import java.util.regex.Pattern;

/**
 * Which run of its counter a group is, as its Redis holds it (docs/decisions/0028).
 *
 * @param number grows with each change
 * @param birth its id
 * @param into whose counter takes its amount, where nobody counts in it any more
 */
public record Run(long number, State state, String birth, String into) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15}):(?:(open):([0-9a-f]+)|(closed):([0-9a-f]+):(.+))");

    /** Whether it counts. */
    public enum State {
        /** It does. */
        OPEN,
        /** It does not, and never will again: the next run has another id. */
        CLOSED
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static Run parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no run of a counter");
        }
        var number = Long.parseLong(matcher.group(1));
        return matcher.group(2) != null
                ? new Run(number, State.OPEN, matcher.group(3), "")
                : new Run(number, State.CLOSED, matcher.group(5), matcher.group(6));
    }

    /** As Redis holds it. */
    public String text() {
        return switch (state) {
            case OPEN -> number + ":open:" + birth;
            case CLOSED -> number + ":closed:" + birth + ":" + into;
        };
    }
}
