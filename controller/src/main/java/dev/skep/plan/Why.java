package dev.skep.plan;

/**
 * Why steps are done, in a user's words.
 *
 * @param asked what is asked for and is not there, or otherwise
 * @param drift what somebody else changed
 * @param unwanted what is there and not asked for
 */
record Why(String asked, String drift, String unwanted) {
    /** @param source who asks: a manifest and its line */
    static Why askedBy(String source) {
        return new Why(
                "asked for by " + source,
                "drift: changed by somebody else, put back to " + source,
                "no longer asked for by " + source);
    }

    static Why always(String reason) {
        return new Why(reason, reason, reason);
    }
}
