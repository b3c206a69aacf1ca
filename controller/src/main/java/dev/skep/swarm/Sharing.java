package dev.skep.swarm;

import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import dev.skep.observed.Shared;
import java.util.Map;
import java.util.stream.Collectors;

/** What is equal in thousands of an engine's answers is held once. */
final class Sharing {
    private final Shared shared = new Shared();

    ObservedService service(ObservedService read) {
        shared.within(read.spec());
        return read;
    }

    /** All but what each task has of its own. */
    ObservedTask task(ObservedTask read) {
        return new ObservedTask(
                read.id(),
                shared.text(read.serviceId()),
                read.slot(),
                shared.text(read.nodeId()),
                shared.text(read.state()),
                shared.text(read.desiredState()),
                read.changedAt(),
                shared.text(read.error()),
                shared.text(read.templateHash()),
                read.addresses().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                onNetwork -> shared.text(onNetwork.getKey()), Map.Entry::getValue)));
    }

    ObservedResource resource(ObservedResource read) {
        var labels = read.labels().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, label -> shared.text(label.getValue())));
        return new ObservedResource(read.id(), read.version(), read.name(), labels, read.text());
    }
}
