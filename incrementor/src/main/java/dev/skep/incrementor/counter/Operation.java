package dev.skep.incrementor.counter;

/** What a client may ask of the counter. */
public enum Operation {
    INCREMENT,
    READ,
    RESET
}
