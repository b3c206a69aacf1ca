package dev.skep.desired;

import java.util.List;

/** All that the swarm should hold for one manifest. */
public record Desired(
        String name,
        List<DesiredNetwork> networks,
        List<DesiredConfig> configs,
        List<DesiredSecret> secrets,
        List<DesiredService> services) {

    /** Nothing: what a deleted manifest asks for. */
    public static Desired nothing(String name) {
        return new Desired(name, List.of(), List.of(), List.of(), List.of());
    }
}
