package dev.skep.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.backup.Answer;
import dev.skep.backup.Backup;
import dev.skep.backup.Counters;
import dev.skep.backup.Holding;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredConfig;
import dev.skep.desired.DesiredNetwork;
import dev.skep.desired.Password.User;
import dev.skep.observed.Generation;
import dev.skep.observed.History;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedGroup;
import dev.skep.observed.ObservedMember;
import dev.skep.observed.ObservedNode;
import dev.skep.observed.ObservedShare;
import dev.skep.observed.Rotation;
import dev.skep.plan.Crew;
import dev.skep.plan.HealStep;
import dev.skep.plan.Step;
import dev.skep.redis.JedisRedises;
import dev.skep.redis.Logins;
import dev.skep.redis.RedisException;
import dev.skep.redis.Redises;
import dev.skep.swarm.Swarm;
import dev.skep.swarm.SwarmException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does steps: the only place that writes to the swarm. */
public final class Actor {
    private static final Duration REDIS_DEADLINE = Duration.ofSeconds(1);

    private static final SecureRandom BIRTHS = new SecureRandom();

    private final Swarm swarm;
    private final PasswordKey key;
    private final Function<Logins, Redises> redises;

    public Actor(Swarm swarm, PasswordKey key) {
        this(swarm, key, logins -> new JedisRedises(logins, REDIS_DEADLINE));
    }

    /**
     * Speaks to other Redis than those at the addresses of the tasks.
     *
     * @param redises of a manifest, by how Skep gets in
     */
    public Actor(Swarm swarm, PasswordKey key, Function<Logins, Redises> redises) {
        this.swarm = swarm;
        this.key = key;
        this.redises = redises;
    }

    /** Asks the Redis and sentinels of a manifest how they are. */
    public ObservedGroup look(Desired desired, String group, Crew crew, Observed observed) {
        return new GroupLook(redises(desired.name(), Rotation.of(desired.name(), observed)), desired, observed)
                .look(group, crew);
    }

    /** Asks the Redis of these services how they are; those that answer. */
    public List<ObservedMember> members(Desired desired, List<String> services, Observed observed) {
        return new GroupLook(redises(desired.name(), Rotation.of(desired.name(), observed)), desired, observed)
                .members(services);
    }

    /** Asks the Redis of these services what they hold of what a sum needs. */
    public List<ObservedShare> shares(Desired desired, List<String> services, Observed observed) {
        return new GroupLook(redises(desired.name(), Rotation.of(desired.name(), observed)), desired, observed)
                .shares(services);
    }

    private Redises redises(String manifest, Rotation rotation) {
        return redises.apply(key.logins(manifest, rotation));
    }

    private static void tell(Step.Tell step, Redises to) {
        switch (step.told()) {
            case HealStep.Promote s -> to.promote(s.to());
            case HealStep.Follow s -> to.follow(s.to(), s.primary().address());
            case HealStep.Monitor s -> to.monitor(s.to(), s.primary().address(), s.group());
            case HealStep.Unwatch s -> to.unwatch(s.to(), s.group().name());
            case HealStep.Confirm s -> to.confirmations(s.to(), s.replicas());
            case HealStep.Lead s -> to.lead(s.to(), s.who(), s.copies());
            case HealStep.Disarm s -> to.disarm(s.to());
            case HealStep.HandOver s -> to.handOver(s.to(), s.target());
            case HealStep.Move s -> to.move(s.to(), s.target(), s.group(), s.sentinels(), s.copies());
            case HealStep.Name s -> to.name(s.to(), s.group(), s.sentinels(), s.copies());
            case HealStep.Admit s -> to.admit(s.to(), s.seen(), HexFormat.of().toHexDigits(BIRTHS.nextLong()));
            case HealStep.ListGroups s -> to.list(s.to(), s.listed());
            case HealStep.Close s -> to.close(s.to(), s.seen(), s.into());
            case HealStep.Take s -> to.take(s.to(), s.by(), s.from(), s.closed());
            case HealStep.Agree s -> to.agree(s.to(), s.group(), s.quorum());
        }
    }

    /**
     * All that was counted in these counters of a manifest, each as of one moment.
     *
     * @throws NotNow if one does not tell
     */
    public Backup backUp(Counters counters, Desired desired, Observed observed) {
        var name = desired.name();
        var taken = Instant.now();
        var holdings = keeper(counters, desired, observed).read();
        var generation = History.of(name, observed).newest().map(Generation::number);
        return Backup.of(name, counters, generation.orElse(0L), taken, holdings);
    }

    /**
     * Whether that was done for this id, by group.
     *
     * @throws NotNow if one does not tell
     */
    public Map<String, Boolean> restored(String id, Desired desired, Observed observed) {
        return keeper(desired, observed).restored(id);
    }

    /**
     * Makes its counters hold that, once for each id; answers the counts before.
     *
     * @throws NotNow if one is not known to; others may
     */
    public Map<String, Long> restore(String id, Map<String, Holding> holdings, Desired desired, Observed observed) {
        return keeper(desired, observed).restore(id, holdings);
    }

    private CountKeeper keeper(Desired desired, Observed observed) {
        return keeper(Counters.of(desired.name(), observed), desired, observed);
    }

    private CountKeeper keeper(Counters counters, Desired desired, Observed observed) {
        var redises = redises(desired.name(), Rotation.of(desired.name(), observed));
        return new CountKeeper(redises, counters, desired, observed);
    }

    /**
     * Tells who asked what became of it.
     *
     * @throws SwarmException if it could not be written
     */
    public void answer(Answer answer) {
        create(answer.config());
    }

    /**
     * Lets whoever asks for the status of a manifest know how the controller saw a group.
     *
     * @param entry what is to be told
     * @throws SwarmException if it could not be written
     */
    public void report(String manifest, DesiredConfig entry, Observed observed) {
        observed.configsOf(manifest).stream()
                .filter(c -> c.name().equals(entry.name()))
                .findFirst()
                .ifPresentOrElse(there -> swarm.labelConfig(there, entry.labels()), () -> create(entry));
    }

    /** Does one step, with its image pinned. */
    public void act(Step step, String manifest) {
        write(pinned(step), manifest);
    }

    /**
     * A step with the digest that its image's tag has now, so that all tasks run the same image, whenever they start. This
     * asks a registry, which may take as long as a call may take. A tag that has moved meanwhile must not replace tasks on
     * another change, such as of the replicas.
     */
    public Step pinned(Step step) {
        return switch (step) {
            case Step.CreateService s -> new Step.CreateService(s.name(), pinned(s.spec()), s.why());
            case Step.UpdateService s
            when s.changesImage() ->
                new Step.UpdateService(s.id(), s.name(), s.version(), pinned(s.spec()), s.changes(), s.why());
            default -> step;
        };
    }

    /**
     * Does one step as it is.
     *
     * @param manifest the name that it is done for
     * @throws NotNow if a count cannot be read at this moment
     * @throws RedisException if a Redis or a sentinel could not be told
     * @throws SwarmException if it could not be done; what is there by then decides what is done next
     */
    public void write(Step step, String manifest) {
        switch (step) {
            case Step.PinVolumes s ->
                label(s.node(), labels -> {
                    s.noLonger().forEach(labels::remove);
                    s.labels().forEach(labels::put);
                });
            case Step.RetireVolumes s ->
                label(s.node(), labels -> s.written().forEach((volume, written) -> {
                    labels.put(Labels.VOLUME_PREFIX + volume, written);
                    labels.remove(Labels.DATA_PREFIX + volume); // an empty one is no loss any more
                    labels.remove(Labels.NEW_PREFIX + volume);
                }));
            case Step.TakeBackup s -> keep(s);
            case Step.ForgetData s ->
                label(s.node(), labels -> s.volumes().forEach(v -> labels.remove(Labels.DATA_PREFIX + v)));
            case Step.CreateNetwork s -> create(s.network());
            case Step.BeginGeneration s -> create(s.entry());
            case Step.CreateConfig s -> create(s.config());
            case Step.CreateSecret s ->
                swarm.createSecret(s.secret().name(), s.secret().labels(), key.text(s.secret(), manifest));
            case Step.CreateService s -> swarm.createService(s.spec());
            case Step.UpdateService s -> swarm.updateService(s.id(), s.version(), s.spec());
            case Step.RecordOutcome s -> record(s);
            case Step.WithdrawPasswords s -> withdraw(s, manifest);
            case Step.Tell s -> tell(s, redises(manifest, s.rotation()));
            case Step.RemoveService s -> removed(() -> swarm.removeService(s.id()));
            case Step.RemoveNetwork s ->
                removed(() -> swarm.removeNetwork(s.network().id()));
            case Step.RemoveConfig s ->
                removed(() -> swarm.removeConfig(s.config().id()));
            case Step.RemoveSecret s ->
                removed(() -> swarm.removeSecret(s.secret().id()));
        }
    }

    /** First from Redis, then the label: whoever comes between does it again, and it is the same. */
    private void withdraw(Step.WithdrawPasswords step, String manifest) {
        var hashes = new LinkedHashMap<>(key.taken(manifest, step.rotation()));
        var reached = redises.apply(key.logins(manifest, step.rotation()));
        try {
            if (step.service().label(Labels.COMPONENT).equals("sentinel")) {
                hashes.remove(User.REPLICA.word());
                reached.sentinelTakes(step.at(), hashes);
            } else {
                reached.memberTakes(step.at(), hashes);
            }
        } catch (RedisException e) {
            throw new RedisAway(step.service().name() + " at " + e.getMessage(), e);
        }
        swarm.updateService(step.service().id(), step.service().version(), step.spec());
    }

    /** The older ones go last: whoever is stopped before leaves one more. */
    private void keep(Step.TakeBackup step) {
        var kept = step.occasion().config(backUp(step.counters(), step.desired(), step.observed()));
        try {
            create(kept);
        } catch (SwarmException.NameTaken e) {
            return; // another controller took it for the same just now
        }
        step.outdated().forEach(c -> removed(() -> swarm.removeConfig(c.id())));
    }

    private void label(ObservedNode node, Consumer<ObjectNode> change) {
        var spec = node.spec().deepCopy();
        change.accept(spec.withObject("Labels"));
        swarm.updateNode(node.id(), node.version(), spec);
    }

    private void create(DesiredNetwork network) {
        switch (network.reach()) {
            case OUTWARD -> swarm.createNetwork(network.name(), network.labels());
            case INTERNAL -> swarm.createInternalNetwork(network.name(), network.labels());
        }
    }

    private void create(DesiredConfig config) {
        swarm.createConfig(config.name(), config.labels(), config.text().getBytes(StandardCharsets.UTF_8));
    }

    private void record(Step.RecordOutcome step) {
        var entry = step.generation().entry();
        var labels = new LinkedHashMap<>(entry.labels());
        labels.put(Labels.OUTCOME, step.outcome().word());
        labels.put(Labels.REASON, step.reason());
        swarm.labelConfig(entry, labels);
    }

    private ObjectNode pinned(ObjectNode spec) {
        var result = spec.deepCopy();
        var container = result.withObject("TaskTemplate").withObject("ContainerSpec");
        swarm.pinned(container.path("Image").asText()).ifPresent(image -> container.put("Image", image));
        return result;
    }

    /** What is gone need not be removed. */
    private static void removed(Runnable removal) {
        try {
            removal.run();
        } catch (SwarmException.Gone e) {
            return;
        }
    }
}
