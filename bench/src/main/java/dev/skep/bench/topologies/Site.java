package dev.skep.bench.topologies;

import java.net.URI;
import java.util.List;

/**
 * A set-up that runs.
 *
 * @param url where its counter answers
 */
record Site(Setup setup, URI url, List<Container> containers) {
    List<Container> of(Part part) {
        return containers.stream().filter(c -> c.part() == part).toList();
    }
}
