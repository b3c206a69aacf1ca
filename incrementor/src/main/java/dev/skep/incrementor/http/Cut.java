package dev.skep.incrementor.http;

/** Why a connection is closed without its client's will. */
enum Cut {
    /** Nothing came for long. */
    IDLE,
    /** A request did not come to its end. */
    SLOW_REQUEST,
    /** Answers are not taken. */
    SLOW_READER,
    /** An answer could not be written, and the next would be taken for it: the app's fault, or it lacks memory. */
    FAULT
}
