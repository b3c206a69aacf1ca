package dev.skep.incrementor.http;

import dev.skep.incrementor.counter.Operation;
import dev.skep.incrementor.counter.Ticket;

/** A plain increment that waits for its number. Only its event loop settles it. */
final class Visit extends Ticket {
    private final Express connection;
    private final Lane lane;
    private final long deadline;
    private volatile boolean settled;

    Visit(Express connection, Lane lane, long deadline) {
        super(Operation.INCREMENT);
        this.connection = connection;
        this.lane = lane;
        this.deadline = deadline;
    }

    long deadline() {
        return deadline;
    }

    @Override
    protected boolean settled() {
        return settled;
    }

    @Override
    protected void answer(long number) {
        if (!settled) {
            settled = true;
            lane.answered();
            connection.answer(number);
        }
    }

    @Override
    protected void refuse(String why) {
        if (!settled) {
            settled = true;
            lane.failed("refused");
            connection.fail(Replies.refused(why));
        }
    }

    /** Its time is over. */
    void late(String why) {
        if (!settled) {
            settled = true;
            lane.failed("late");
            connection.fail(Replies.late(why));
        }
    }
}
