package dev.skep.status;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.manifest.Manifest;
import dev.skep.observed.History;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that there is to say on one manifest; derived whenever it is asked, never stored.
 *
 * @param manifest empty: nobody asks for it any more
 * @param at when the swarm was observed
 * @param generation the highest one that the swarm holds of it; 0: none yet
 * @param conditions all of them, in the order of {@link Condition.Type}
 * @param waitingFor what is missing until it is Ready
 */
public record ManifestStatus(
        String name,
        Optional<Manifest> manifest,
        Instant at,
        long generation,
        List<Condition> conditions,
        List<ServiceStatus> services,
        List<GroupStatus> groups,
        List<VolumeStatus> volumes,
        List<String> urls,
        List<String> waitingFor) {

    /** Derives it from what is wanted, what would be done, and what is there. */
    static ManifestStatus of(Optional<Manifest> manifest, Desired desired, Plan plan, Observed observed) {
        return of(manifest, desired, plan, observed, Optional.empty());
    }

    /**
     * As above, and with what only the controller can tell.
     *
     * @param told the step that it could not do when it last tried
     */
    public static ManifestStatus of(
            Optional<Manifest> manifest, Desired desired, Plan plan, Observed observed, Optional<LastFailure> told) {
        var failure = told.filter(f -> f.concerns(plan));
        var name = desired.name();
        var services = services(desired, observed);
        var generation = History.of(name, observed).next(observed.servicesOf(name)) - 1;
        return new ManifestStatus(
                name,
                manifest,
                observed.at(),
                generation,
                Conditions.of(
                        manifest.isPresent(),
                        plan,
                        services,
                        GroupStatus.failing(desired, observed),
                        SharedNodes.of(desired, observed),
                        failure,
                        observed.at(),
                        generation),
                services,
                GroupStatus.all(desired, observed),
                desired.services().stream()
                        .flatMap(s -> s.volume().stream())
                        .map(v -> VolumeStatus.of(v, observed))
                        .toList(),
                Urls.of(name, observed),
                Readiness.of(plan, services, GroupStatus.failing(desired, observed), failure)
                        .waitingFor());
    }

    /** What is wanted, then what is there and is not. */
    private static List<ServiceStatus> services(Desired desired, Observed observed) {
        var wanted = desired.services().stream().map(DesiredService::name).collect(Collectors.toSet());
        Stream<ObservedService> others =
                observed.servicesOf(desired.name()).stream().filter(s -> !wanted.contains(s.name()));
        return Stream.concat(
                        desired.services().stream().map(d -> ServiceStatus.of(d, observed)),
                        others.map(s -> ServiceStatus.leaving(s, observed)))
                .toList();
    }

    /** The manifest's {@code redis.mode}, or "-" where there is no manifest. */
    public String mode() {
        return manifest.map(m -> m.spec().redis().topology().word()).orElse("-");
    }

    /** The condition of this type. */
    public Condition condition(Condition.Type type) {
        return conditions.stream().filter(c -> c.type() == type).findFirst().orElseThrow();
    }
}
