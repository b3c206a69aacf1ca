package dev.skep.desired;

import java.util.Map;

/**
 * A Swarm secret that should be. It holds no password: {@code {{password}}} stands for it until the secret is made, so
 * that nothing that is planned, printed or logged can give it away.
 */
public record DesiredSecret(String name, Map<String, String> labels, String template) {
    /** Where the password goes. */
    public static final String PASSWORD = "{{password}}";
}
