package dev.skep.incrementor.counter;

import dev.skep.incrementor.counter.RedisLink.Change;
import java.util.List;

/** What the writer asks of Redis in one call. */
sealed interface Batch {
    /** The requests that it answers. */
    List<Ticket> tickets();

    /** No request: only asks whether Redis is there. */
    record Probe() implements Batch {
        @Override
        public List<Ticket> tickets() {
            return List.of();
        }
    }

    /** All get the same number. */
    record Reads(List<Ticket> tickets) implements Batch {}

    /** Likewise, and some of them ask for all that a sum needs. */
    record Surveys(List<Ticket> tickets) implements Batch {}

    /**
     * Increments or resets. It keeps its number until Redis has answered, however often it is sent, so that it happens
     * once.
     */
    record Changes(long sequence, Change change, List<Ticket> tickets) implements Batch {}

    /** Whether nobody waits for it. */
    default boolean settled() {
        return tickets().stream().allMatch(Ticket::settled);
    }

    /** Ends all its requests for good. */
    default void refuse(String why) {
        tickets().forEach(ticket -> ticket.refuse(why));
    }
}
