package dev.skep.plan;

import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From what is wanted and what is there to what will be done. Pure: no clock, no I/O. */
public final class Planner {
    private final Desired desired;
    private final Observed observed;
    private final String source;
    private final List<Step> steps = new ArrayList<>();
    private final List<Hold> holds = new ArrayList<>();

    private Planner(Desired desired, Observed observed, String source) {
        this.desired = desired;
        this.observed = observed;
        this.source = source;
    }

    /**
     * Plans for one manifest.
     *
     * @param source who asks for it, for the steps' reasons: a manifest and its line
     */
    public static Plan plan(Desired desired, Observed observed, String source) {
        return new Planner(desired, observed, source).plan();
    }

    /** Starts all tasks of a service again, as it is. */
    public static Plan again(String name, Observed observed, String why) {
        var steps = observed.service(name).stream()
                .<Step>map(there -> {
                    var spec = there.spec().deepCopy();
                    var template = spec.withObject("TaskTemplate");
                    template.put("ForceUpdate", template.path("ForceUpdate").asLong() + 1);
                    return new Step.UpdateService(there.id(), name, there.version(), spec, List.of(), why);
                })
                .toList();
        return new Plan(name, steps, List.of(), List.of());
    }

    private Plan plan() {
        var stranded = DataGuard.objection(desired, observed);
        if (stranded.isPresent()) {
            return Plan.held(desired.name(), stranded.get());
        }
        // What goes, goes first: it may hold a port that what comes needs.
        removeServices();
        createWhatServicesNeed();
        var services = new ServicePlanner(desired.name(), observed, source, steps, holds);
        desired.services().forEach(services::plan);
        removeWhatNoServiceNeeds();
        return new Plan(desired.name(), steps, holds, List.of());
    }

    private void removeServices() {
        var wanted = desired.services().stream().map(DesiredService::name).collect(Collectors.toSet());
        observed.servicesOf(desired.name()).stream()
                .filter(s -> !wanted.contains(s.name()))
                // The app before its Redis: what counts ends before what it counts in.
                .sorted(Comparator.comparing(s -> s.label(Labels.COMPONENT).equals("redis")))
                .forEach(s -> steps.add(new Step.RemoveService(s.id(), s.name(), unwanted())));
    }

    private void createWhatServicesNeed() {
        desired.networks().stream()
                .filter(n -> !observed.hasNetwork(n.name()))
                .forEach(n -> steps.add(new Step.CreateNetwork(n, askedForBy(source))));
        desired.configs().stream()
                .filter(c -> !observed.hasConfig(c.name()))
                .forEach(c -> steps.add(new Step.CreateConfig(c, askedForBy(source))));
        desired.secrets().stream()
                .filter(s -> !observed.hasSecret(s.name()))
                .forEach(s -> steps.add(new Step.CreateSecret(s, askedForBy(source))));
    }

    private void removeWhatNoServiceNeeds() {
        unwanted(observed.networksOf(desired.name()), desired.networks(), n -> n.name())
                .forEach(n -> steps.add(new Step.RemoveNetwork(n, unwanted())));
        unwanted(observed.configsOf(desired.name()), desired.configs(), c -> c.name())
                .forEach(c -> steps.add(new Step.RemoveConfig(c, unwanted())));
        unwanted(observed.secretsOf(desired.name()), desired.secrets(), s -> s.name())
                .forEach(s -> steps.add(new Step.RemoveSecret(s, unwanted())));
    }

    private <T> List<ObservedResource> unwanted(
            List<ObservedResource> there, List<T> wanted, Function<T, String> name) {
        var names = wanted.stream().map(name).collect(Collectors.toSet());
        return there.stream()
                .filter(r -> !names.contains(r.name()))
                .filter(r -> !needed(r.name()))
                .toList();
    }

    /** A service that stays may still have it mounted, or need it to roll back. */
    private boolean needed(String secretOrConfig) {
        return observed.servicesOf(desired.name()).stream()
                .filter(s -> desired.services().stream().anyMatch(d -> d.name().equals(s.name())))
                .anyMatch(s -> s.refersTo(secretOrConfig));
    }

    private String unwanted() {
        return desired.services().isEmpty() ? source : "no longer asked for by " + source;
    }

    static String askedForBy(String source) {
        return "asked for by " + source;
    }
}
