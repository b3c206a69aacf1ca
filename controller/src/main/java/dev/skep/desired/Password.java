package dev.skep.desired;

/**
 * One password of a manifest, before anybody knows it: only {@code act} derives it from the controller's key, so nothing that
 * is planned, printed or logged can give it away.
 *
 * @param user of Redis, whose it is
 * @param number which of the user's passwords, one after the other
 */
public record Password(User user, String number) {
    /** Who logs in to Redis and sentinels. */
    public enum User {
        /** The incrementor. */
        APP,
        /** The health checks, and members that ask whom to follow. */
        HEALTH,
        /** A member that copies another. */
        REPLICA,
        /** A sentinel, to members and to the other sentinels. */
        SENTINEL,
        /** Skep itself. */
        CONTROLLER;

        /** As Redis knows it. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What it is derived from, besides the key and the manifest's name. */
    public String purpose() {
        return user.word() + " " + number;
    }

    /** Stands for it in a template. */
    public String plain() {
        return "{{password " + purpose() + "}}";
    }

    /** Stands for its SHA-256 in a template: enough to recognise it, and of no use to log in. */
    public String hash() {
        return "{{sha256 " + purpose() + "}}";
    }
}
