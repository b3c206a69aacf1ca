package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.act.Actor;
import dev.skep.act.PasswordKey;
import dev.skep.desired.ControllerService;
import dev.skep.desired.Desired;
import dev.skep.desired.Volume;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedService;
import dev.skep.observed.Rotation;
import dev.skep.plan.Generations;
import dev.skep.plan.KnownData;
import dev.skep.plan.Plan;
import dev.skep.plan.Planner;
import dev.skep.plan.Step;
import dev.skep.plan.Written;
import dev.skep.redis.Visited;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A fake swarm with what a test needs to bring it into a state: plans are made and done, people meddle. */
public final class Town {
    private final FakeSwarm swarm;
    private final Visited visited = new Visited();
    private final Actor actor;
    /** What was asked for before, by its hash: a plan may go back to it. */
    private final Map<String, Desired> asked = new HashMap<>();

    public Town(FakeSwarm swarm) {
        this.swarm = swarm;
        this.actor = new Actor(swarm, PasswordKey.random(), _ -> visited);
    }

    public FakeSwarm swarm() {
        return swarm;
    }

    public Visited visited() {
        return visited;
    }

    /** A person changes the passwords of a manifest. */
    public void rotate(String manifest, Rotation rotation) {
        var key = observe().secrets().stream()
                .filter(s -> s.name().equals(ControllerService.KEY_SECRET))
                .findFirst();
        if (key.isEmpty()) {
            swarm.createSecret(ControllerService.KEY_SECRET, ControllerService.keyLabels("fingerprint"), new byte[32]);
            rotate(manifest, rotation);
            return;
        }
        var labels = new HashMap<>(key.get().labels());
        labels.put(Labels.ROTATION_PREFIX + manifest, rotation.text());
        swarm.labelSecret(key.get(), labels);
    }

    /** A person accepts the loss of what was counted in these volumes. */
    public void accept(String manifest, String... volumes) {
        var message = KnownData.acceptance(manifest, List.of(volumes));
        swarm.createConfig(message.name(), message.labels(), message.text().getBytes(StandardCharsets.UTF_8));
    }

    public Observed observe() {
        return swarm.observe();
    }

    /** What would be done now. */
    public Plan plan(Desired desired) {
        return plan(desired, observe());
    }

    /** What would be done if it were as it was observed. */
    public Plan plan(Desired desired, Observed observed) {
        if (desired.services().isEmpty()) {
            return Planner.plan(desired, observed, "incr.yaml:1:1");
        }
        asked.put(desired.hash(), desired);
        var written = new Written("incr.yaml:1:1", "text of " + desired.hash());
        return Generations.plan(desired, written, g -> Optional.ofNullable(asked.get(g.hash())), observed)
                .plan();
    }

    /** The steps that would be done now to what runs, and what that needs: without what only the history notes. */
    public List<Step> work(Desired desired) {
        return work(plan(desired)).toList();
    }

    /** The spec that this service would be created with now. */
    public ObjectNode created(String service, Desired desired) {
        return work(desired).stream()
                .filter(s -> s.what().equals("create service " + service))
                .map(s -> ((Step.CreateService) s).spec())
                .findFirst()
                .orElseThrow();
    }

    /** As {@link #work}, in words. */
    public List<String> steps(Desired desired) {
        return work(desired).stream().map(Step::what).toList();
    }

    /** The steps of a plan without what only the history notes. */
    public static Stream<Step> work(Plan plan) {
        return plan.steps().stream()
                .filter(s -> !(s instanceof Step.BeginGeneration) && !(s instanceof Step.RecordOutcome));
    }

    /** Does what is planned now, once. */
    public void act(Desired desired) {
        act(plan(desired));
    }

    /** Does that. */
    public void act(Plan plan) {
        plan.steps().forEach(s -> actor.act(s, plan.name()));
    }

    /** Acts until nothing is left to do and the tasks have settled. */
    public void bring(Desired desired) {
        var quiet = 0;
        for (int looks = 0; looks < 30 && quiet < 3; looks++) {
            quiet = settled(desired) ? quiet + 1 : 0;
        }
        if (quiet < 3) {
            throw new AssertionError("not brought: " + plan(desired));
        }
    }

    /** Whether there was nothing to do; else it is done, or waits until what is in use is free. */
    private boolean settled(Desired desired) {
        var plan = plan(desired);
        try {
            act(plan);
        } catch (SwarmException.InUse e) {
            return false;
        }
        return plan.isEmpty();
    }

    public ObservedService service(String name) {
        return observe().service(name).orElseThrow();
    }

    /** Somebody changes a service by hand. */
    public void meddle(String service, Consumer<ObjectNode> change) {
        var read = service(service);
        var spec = read.spec().deepCopy();
        change.accept(spec);
        swarm.updateService(read.id(), read.version(), spec);
    }

    /** Somebody takes the label away that says where a volume is. */
    public void loseLabel(String volume) {
        var node = observe().nodesWithVolume(volume).getFirst();
        var spec = node.spec().deepCopy();
        spec.withObject("Labels").remove(Labels.VOLUME_PREFIX + volume);
        swarm.updateNode(node.id(), node.version(), spec);
    }

    /** Nobody reads this volume any more. */
    public void retire(String volume) {
        var node = observe().nodesWithVolume(volume).getFirst();
        var spec = node.spec().deepCopy();
        var label = Labels.VOLUME_PREFIX + volume;
        var written = new Volume(volume, node.labels().get(label)).retired().written();
        spec.withObject("Labels").put(label, written);
        swarm.updateNode(node.id(), node.version(), spec);
    }

    /** Somebody removes a service by hand. */
    public void removeService(String name) {
        swarm.removeService(service(name).id());
    }
}
