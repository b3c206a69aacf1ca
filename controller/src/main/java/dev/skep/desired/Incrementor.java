package dev.skep.desired;

import dev.skep.desired.DesiredNetwork.Reach;
import dev.skep.desired.topology.Group;
import dev.skep.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;

/** From a manifest to all that the swarm should hold for it. */
public final class Incrementor {
    private Incrementor() {}

    /** All that a manifest asks for, and what goes once others have what it holds: Redis before the app. */
    public static Desired desired(Manifest manifest, Context context) {
        var all = all(manifest, context);
        return context.beyond().equals(Beyond.NOTHING) ? all : all.besides(all(manifest, context.asAsked()));
    }

    private static Desired all(Manifest manifest, Context context) {
        var network = manifest.name();
        var redis = RedisParts.of(manifest, context);
        var app = new App(manifest, redis, context.way());
        var services = new ArrayList<>(redis.services());
        var configs = new ArrayList<>(redis.configs());
        services.add(app.service(network));
        if (context.way() == Exposure.Way.GATEWAY) {
            var gateway = new Gateway(manifest, app);
            configs.add(gateway.configuration());
            services.add(gateway.service(network));
        }
        return new Desired(
                manifest.name(),
                List.of(
                        network(manifest, network, Reach.OUTWARD),
                        network(manifest, Group.network(manifest.name()), Reach.INTERNAL)),
                List.copyOf(configs),
                redis.secrets(),
                List.copyOf(services),
                redis.kept());
    }

    private static DesiredNetwork network(Manifest manifest, String name, Reach reach) {
        return new DesiredNetwork(name, Resources.labels(manifest.name(), "network"), reach);
    }
}
