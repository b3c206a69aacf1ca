package dev.skep.loop;

/**
 * The queue at a moment.
 *
 * @param due names that wait to be handed out
 * @param inFlight names that are handed out
 * @param backingOff names that failed and are left alone for a while
 * @param backOffs how often that came to pass since the start
 */
public record QueueDepth(int due, int inFlight, int backingOff, long backOffs) {}
