package dev.skep.bench.topologies;

import dev.skep.bench.load.Load;
import dev.skep.bench.run.BenchException;
import dev.skep.bench.run.Docker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A set-up that runs.
 *
 * @param url where its counter answers
 * @param servers that are asked instead, such as 10.0.0.2:18080; none: that of the URL
 */
record Site(Setup setup, URI url, List<String> servers, List<Container> containers) {
    /** Where nodes are compared, each that runs an instance is asked; else the first node is. */
    static Site of(Setup setup, URI url, List<Container> containers) throws IOException, InterruptedException {
        var servers = new ArrayList<String>();
        if (setup.limit() instanceof Setup.Limit.OfNode) {
            for (var engine : engines(containers)) {
                var address = Docker.on(engine, "info", "--format", "{{.Swarm.NodeAddr}}");
                servers.add(address + ":" + url.getPort());
            }
            if (servers.size() != setup.replicas()) {
                throw new BenchException(
                        "%d instances run on %d nodes, so nodes cannot be compared: are all three nodes of the lab ready? ./skep lab status"
                                .formatted(setup.replicas(), servers.size()));
            }
        }
        return new Site(setup, url, List.copyOf(servers), containers);
    }

    private static List<String> engines(List<Container> containers) {
        return containers.stream()
                .filter(c -> c.part() == Part.APP)
                .map(Container::engine)
                .distinct()
                .toList();
    }

    Load load(int connections, Duration duration) {
        return Load.of(url, connections, duration).over(servers);
    }

    List<Container> of(Part part) {
        return containers.stream().filter(c -> c.part() == part).toList();
    }
}
