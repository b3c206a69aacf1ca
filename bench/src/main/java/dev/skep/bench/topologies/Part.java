package dev.skep.bench.topologies;

import java.util.Map;

/** What takes a share of the machine; each container is of one part. */
enum Part {
    APP,
    REDIS,
    SENTINEL,
    GATEWAY,
    CONTROLLER,
    ENGINE,
    WRK,
    /** All else that runs on the machine, and the kernel's own work. */
    OTHER;

    private static final Map<String, Part> COMPONENTS =
            Map.of("app", APP, "redis", REDIS, "sentinel", SENTINEL, "gateway", GATEWAY, "controller", CONTROLLER);

    /** Of a container, by its label dev.skep.component. */
    static Part of(String component) {
        return COMPONENTS.getOrDefault(component, OTHER);
    }
}
