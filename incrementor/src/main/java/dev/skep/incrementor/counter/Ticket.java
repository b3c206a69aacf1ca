package dev.skep.incrementor.counter;

/**
 * A request in the waiting line. It is a link of that line itself, so that a request costs no object but its ticket.
 *
 * <p>It is told its answer by the writer, where {@link Counter} was told to tell it, at most once.
 */
public abstract class Ticket {
    private final Operation operation;
    private Ticket before;

    protected Ticket(Operation operation) {
        this.operation = operation;
    }

    final Operation operation() {
        return operation;
    }

    /** The one that joined the line just before this one, or null; only the line asks. */
    final Ticket before() {
        return before;
    }

    final void standBehind(Ticket other) {
        before = other;
    }

    /** Whether nobody waits any more: it has been answered, or its time is over. Any thread may ask. */
    protected abstract boolean settled();

    /** Done, and this is the number that is the client's; of no effect when settled. */
    protected abstract void answer(long number);

    /** The same, with all that is known of the group. */
    protected void answer(Reading told) {
        told.count().ifPresentOrElse(this::answer, () -> refuse(Reading.NO_NUMBER));
    }

    /** Redis refused it for good; of no effect when settled. */
    protected abstract void refuse(String why);
}
