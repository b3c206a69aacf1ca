package dev.skep.incrementor.counter;

/** One connection to the Redis that holds the counter. It blocks, and belongs to one thread. */
public interface RedisLink extends AutoCloseable {

    /**
     * Changes the counter, or says again what the same change answered when it came before.
     *
     * @param writer who changes it; a writer has one change under way at a time
     * @param sequence the number of this change, larger than that of every other change of this writer before it
     * @throws RedisFailure with kind {@code UNUSABLE}: nothing was changed; with any other kind: it may have been
     */
    Answer apply(String writer, long sequence, Change change) throws RedisFailure;

    /**
     * The counter, 0 when there is none yet: all of it that was answered to anybody before this call.
     *
     * @param writer who asks; a Redis that may have been left behind shows by a write of its that it was not
     */
    long read(String writer) throws RedisFailure;

    /**
     * The counter, likewise, and all else of this group that a sum needs, as of the same moment.
     *
     * @param writer who asks
     */
    Reading survey(String writer) throws RedisFailure;

    /**
     * Shows that this Redis answers, takes writes and lets count, and keeps what it remembers of the writer from expiring.
     *
     * @throws RedisFailure never of kind {@code UNUSABLE}
     */
    void probe(String writer) throws RedisFailure;

    @Override
    void close();

    /** What a change does to the counter. */
    sealed interface Change {
        /** Adds {@code amount}. */
        record Add(int amount) implements Change {}

        /** Sets it to 0. */
        record Reset() implements Change {}
    }

    /**
     * What became of a change.
     *
     * @param value the counter after it
     * @param repeated whether it had happened already when it was asked for this time
     */
    record Answer(long value, boolean repeated) {}

    /** Makes connections. */
    interface Connector {
        /** A new connection, by an address looked up afresh. */
        RedisLink connect() throws RedisFailure;
    }
}
