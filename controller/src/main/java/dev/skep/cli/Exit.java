package dev.skep.cli;

/** Exit codes. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    /** {@code skep plan}: there is something to do. */
    static final int CHANGES = 2;
    /** As in sysexits.h: EX_USAGE. */
    static final int USAGE = 64;

    private Exit() {}
}
