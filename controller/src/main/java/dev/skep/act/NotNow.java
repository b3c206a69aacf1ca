package dev.skep.act;

/** A counter cannot be read or replaced at this moment; that may pass. */
public final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotNow(String message, Throwable cause) {
        super(message, cause);
    }
}
