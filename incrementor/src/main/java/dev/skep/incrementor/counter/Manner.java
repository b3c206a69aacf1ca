package dev.skep.incrementor.counter;

/** How a writer behaves when nobody asks, and what the log says of it. */
enum Manner {
    /** Stays connected and asks whether Redis is there, so that the app knows before a client does. */
    RESIDENT("counting in Redis", "cannot count"),
    /** Leaves, and comes back when somebody asks: each app calls on every group, and those may be many. */
    GUEST("another group answers", "another group does not answer");

    private final String well;
    private final String unwell;

    Manner(String well, String unwell) {
        this.well = well;
        this.unwell = unwell;
    }

    String well() {
        return well;
    }

    String unwell() {
        return unwell;
    }

    Thread thread(Runnable work) {
        return switch (this) {
            case RESIDENT -> Thread.ofPlatform().name("counter-writer").daemon().unstarted(work);
            // There may be a hundred, and they sleep: no stack of their own.
            case GUEST -> Thread.ofVirtual().name("counter-guest").unstarted(work);
        };
    }
}
