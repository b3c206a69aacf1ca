package dev.skep.cli;

/** A command that cannot do its work, with what the user can do about it. */
final class CannotGoOn extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotGoOn(String message) {
        super(message);
    }
}
