package dev.skep.e2e;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.skep.swarm.DockerSwarm;
import dev.skep.swarm.EngineApi;
import dev.skep.swarm.Swarm;
import java.time.Duration;
import java.util.Set;

/** The swarm of the engine that {@code DOCKER_HOST} names, as seen through a proxy. */
record ProxiedSwarm(SocketProxy proxy, Swarm swarm) implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** The proxy lets these calls through. */
    static ProxiedSwarm allowing(Set<String> calls) {
        var proxy = SocketProxy.of(new Docker(Lab.setting("DOCKER_HOST")), calls);
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(proxy.host())
                .build();
        return new ProxiedSwarm(proxy, new DockerSwarm(EngineApi.connect(config, DEADLINE, (_, _, _) -> {})));
    }

    @Override
    public void close() {
        proxy.close();
    }
}
