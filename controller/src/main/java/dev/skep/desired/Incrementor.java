package dev.skep.desired;

import dev.skep.manifest.Manifest;
import dev.skep.manifest.Topology;
import java.util.ArrayList;
import java.util.List;

/** From a manifest to all that the swarm should hold for it. */
public final class Incrementor {
    private Incrementor() {}

    /**
     * All that a manifest asks for.
     *
     * @param way how the counter is reached
     * @param fingerprint of the controller's key, which passwords are derived from
     */
    public static Desired desired(Manifest manifest, Exposure.Way way, String fingerprint) {
        return switch (manifest.spec().redis().topology()) {
            case Topology.Single() -> single(manifest, way, fingerprint);
        };
    }

    private static Desired single(Manifest manifest, Exposure.Way way, String fingerprint) {
        var network = manifest.name();
        var redis = new RedisMember(manifest, "redis", 1, fingerprint);
        var app = new App(manifest, redis, way);
        var services = new ArrayList<DesiredService>();
        var configs = new ArrayList<DesiredConfig>();
        services.add(redis.service(network));
        services.add(app.service(network));
        if (way == Exposure.Way.GATEWAY) {
            var gateway = new Gateway(manifest, app);
            configs.add(gateway.configuration());
            services.add(gateway.service(network));
        }
        return new Desired(
                manifest.name(),
                List.of(new DesiredNetwork(network, Resources.labels(manifest.name(), "network"))),
                List.copyOf(configs),
                redis.secrets(),
                List.copyOf(services));
    }
}
