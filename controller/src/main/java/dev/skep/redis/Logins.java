package dev.skep.redis;

/**
 * How Skep gets in, and whom it lets in.
 *
 * @param user of Skep
 * @param sentinel what a sentinel says to a member that it watches
 */
public record Logins(Login user, Login sentinel) {
    /** Who, and the password. */
    public record Login(String user, String password) {
        /** It is told to Redis only. */
        @Override
        public String toString() {
            return user;
        }
    }
}
