package dev.skep.manifest;

/**
 * How the counter is reached from outside the swarm: {@code spec.app.expose}.
 *
 * @param port the published TCP port, 1 to 65535
 */
public record ExposeSpec(int port, Via via) {
    /** The way in. */
    public enum Via {
        /** Ingress where every kernel has IPVS, else the gateway. */
        AUTO,
        /** Swarm's routing mesh: the port answers on every node. */
        INGRESS,
        /** The port of each node that runs an app task, so at most one task a node. */
        HOST,
        /** HAProxy on every node. */
        GATEWAY,
        /** Only from inside the manifest's network. */
        NONE
    }
}
