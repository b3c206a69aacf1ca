package dev.skep.swarm;

/** A call to the swarm that did not do what it should: one type for each outcome that a caller treats differently. */
public abstract sealed class SwarmException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SwarmException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Somebody changed it since it was read: read again. */
    public static final class StaleVersion extends SwarmException {
        private static final long serialVersionUID = 1;

        public StaleVersion(String message) {
            super(message, null);
        }
    }

    /** It is not there (any more). */
    public static final class Gone extends SwarmException {
        private static final long serialVersionUID = 1;

        public Gone(String message) {
            super(message, null);
        }
    }

    /** Something of that name is there: ours from an earlier try, or somebody else's. */
    public static final class NameTaken extends SwarmException {
        private static final long serialVersionUID = 1;

        public NameTaken(String message) {
            super(message, null);
        }
    }

    /** It cannot be removed yet: something uses it. */
    public static final class InUse extends SwarmException {
        private static final long serialVersionUID = 1;

        public InUse(String message) {
            super(message, null);
        }
    }

    /** Swarm refuses what was asked, and will refuse it again. */
    public static final class Refused extends SwarmException {
        private static final long serialVersionUID = 1;

        public Refused(String message) {
            super(message, null);
        }
    }

    /** No answer in time, no connection, or no leader. What was asked may have been done. */
    public static final class Unreachable extends SwarmException {
        private static final long serialVersionUID = 1;

        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
