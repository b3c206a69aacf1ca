package dev.skep.observed;

/** The labels by which Skep knows what is its own. What lacks {@link #NAME} is never touched. */
public final class Labels {
    /** The manifest's name. */
    public static final String NAME = "dev.skep.name";
    /** app, redis, gateway, controller, probe, … */
    public static final String COMPONENT = "dev.skep.component";
    /** The group (one counter) that a Redis member belongs to. */
    public static final String GROUP = "dev.skep.group";
    /** Hash of the service's desired spec. */
    public static final String SPEC = "dev.skep.spec";
    /** The generation of the manifest at which the service last changed. */
    public static final String GENERATION = "dev.skep.generation";
    /** What became of a generation; on its entry of the history. */
    public static final String OUTCOME = "dev.skep.outcome";
    /** Why a generation failed; on its entry of the history. */
    public static final String REASON = "dev.skep.reason";
    /** When a generation began; on its entry of the history. */
    public static final String BEGAN = "dev.skep.began";
    /** Which manifest asked for a generation: file, line and column; on its entry of the history. */
    public static final String SOURCE = "dev.skep.source";
    /** Hash of the task template; on containers. */
    public static final String TEMPLATE = "dev.skep.template";
    /** Hash of the task template that a service had when it was adopted: its tasks carry no label that says so. */
    public static final String ADOPTED = "dev.skep.adopted";
    /** The manifests that are not deleted, for they vanished together; on the config that remembers it. */
    public static final String HELD = "dev.skep.held";
    /** How the controller saw a group of Redis last; on the config that is there for it. */
    public static final String HEALTH = "dev.skep.health";
    /** What a person asks the controller to do: an id, what, and when; on the config that asks it. */
    public static final String ASK = "dev.skep.ask";
    /** What became of that: the id, how it came out, and when; on the config that answers. */
    public static final String ANSWER = "dev.skep.answer";
    /** The manifest that a backup is of; on the config that is one. */
    public static final String BACKUP = "dev.skep.backup";

    /** When a backup was taken; on the config that is one. */
    public static final String TAKEN = "dev.skep.taken";

    /** What a backup was taken before, which is not done for the same twice; on the config that is one. */
    public static final String BEFORE = "dev.skep.before";

    /** How the counter is reached, as decided. */
    public static final String VIA = "dev.skep.via";
    /** The name that a manifest asks for; on an adopted service that Swarm calls otherwise, for it renames none. */
    public static final String STANDS_FOR = "dev.skep.stands-for";
    /** Fingerprint of the controller's key. */
    public static final String FINGERPRINT = "dev.skep.fingerprint";
    /** Before a manifest's name, on the controller's key: how often its passwords were changed. */
    public static final String ROTATION_PREFIX = "dev.skep.rotation.";
    /** How often the passwords of Redis' own were changed; on its secrets. */
    public static final String ROTATION = "dev.skep.rotation";
    /** After which rotation a task of Redis was told whom to let in no more: the rotation, and the task. */
    public static final String WITHDRAWN = "dev.skep.withdrawn";
    /** What wrote a volume: the manifest's {@code redis.persistence}. */
    public static final String PERSISTENCE = "dev.skep.persistence";
    /** Before a volume's name: a node that carries this label holds that volume. */
    public static final String VOLUME_PREFIX = "dev.skep.volume.";
    /** Before a volume's name: it was new when it was given its place, so until a Redis has run there it holds nothing. */
    public static final String NEW_PREFIX = "dev.skep.new.";
    /** Before a volume's name: what was counted is in it. On the node that holds it; says how it is written, as the volume's does. */
    public static final String DATA_PREFIX = "dev.skep.data.";
    /** The same for the Redis that has it: on its service, so that the next container knows. */
    public static final String DATA = "dev.skep.data";
    /** What {@code docker stack} and Swarm UIs group by. */
    public static final String STACK = "com.docker.stack.namespace";

    private Labels() {}
}
