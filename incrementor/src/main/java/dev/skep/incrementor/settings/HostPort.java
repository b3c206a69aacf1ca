package dev.skep.incrementor.settings;

/** Where something listens. */
public record HostPort(String host, int port) {
    /**
     * As it is written.
     *
     * @throws IllegalArgumentException where it is no host and port
     */
    public static HostPort of(String text) {
        return EnvironmentReader.hostPort(text)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no host:port"));
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
