package dev.skep.plan;

/**
 * One thing about a service that will be another, as a user speaks of it.
 *
 * @param what it is called: {@code replicas}, {@code env HTTP_PORT}, {@code memory limit}
 * @param path in the engine's API, with dots
 * @param from its value now, {@code (none)} without one
 * @param to its value then
 */
public record Change(String what, String path, String from, String to, Cause cause) {
    @Override
    public String toString() {
        return "%s: %s -> %s (%s)".formatted(what, from, to, cause.text());
    }
}
