package dev.skep.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedService;
import dev.skep.observed.ObservedTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Swarm, as far as Skep needs it. Every call is bounded by a deadline, and throws a {@link SwarmException}. In specs,
 * networks, secrets and configs stand by name.
 */
public interface Swarm {
    /** One snapshot: a constant number of calls, however many services there are. */
    Observed observe();

    /**
     * What {@link #observe} sees of tasks, as they are now: one call, for what tasks do raises no event.
     *
     * @param services that were observed
     */
    List<ObservedTask> tasksOf(List<ObservedService> services);

    /**
     * Makes an overlay network.
     *
     * @throws SwarmException.NameTaken if there is one of that name
     */
    void createNetwork(String name, Map<String, String> labels);

    /**
     * Makes an overlay network that only joins tasks: nothing outside the swarm's containers, not even the nodes, reaches
     * it, and no container but a task can be attached.
     *
     * @throws SwarmException.NameTaken if there is one of that name
     */
    void createInternalNetwork(String name, Map<String, String> labels);

    /**
     * Removes a network.
     *
     * @throws SwarmException.InUse while a task is attached
     */
    void removeNetwork(String id);

    /**
     * Makes a config.
     *
     * @throws SwarmException.NameTaken if there is one of that name
     */
    void createConfig(String name, Map<String, String> labels, byte[] data);

    /**
     * Replaces the labels of a config; what it holds can never be changed.
     *
     * @param config with the version that was observed
     * @throws SwarmException.StaleVersion if the config changed since
     */
    void labelConfig(ObservedResource config, Map<String, String> labels);

    /**
     * Removes a config.
     *
     * @throws SwarmException.InUse while a service refers to it
     */
    void removeConfig(String id);

    /**
     * Makes a secret.
     *
     * @throws SwarmException.NameTaken if there is one of that name
     */
    void createSecret(String name, Map<String, String> labels, byte[] data);

    /**
     * Replaces the labels of a secret; what it holds can never be changed.
     *
     * @param secret with the version that was observed
     * @throws SwarmException.StaleVersion if the secret changed since
     */
    void labelSecret(ObservedResource secret, Map<String, String> labels);

    /**
     * Removes a secret.
     *
     * @throws SwarmException.InUse while a service refers to it
     */
    void removeSecret(String id);

    /**
     * Makes a service.
     *
     * @throws SwarmException.NameTaken if there is one of that name
     */
    void createService(ObjectNode spec);

    /** A service of that name, whoever made it. */
    Optional<ObservedService> find(String name);

    /**
     * Replaces the spec of a service.
     *
     * @throws SwarmException.StaleVersion if the service changed since that version was read
     */
    void updateService(String id, long version, ObjectNode spec);

    /**
     * Removes a service; its tasks end.
     *
     * @throws SwarmException.Gone if it is not there any more
     */
    void removeService(String id);

    /**
     * Replaces the spec of a node.
     *
     * @throws SwarmException.StaleVersion if the node changed since that version was read
     */
    void updateNode(String id, long version, ObjectNode spec);

    /** The image with the digest that its tag has in its registry now; empty where no registry answers for it. */
    Optional<String> pinned(String image);

    /**
     * Calls back at each event of the swarm, and once when the stream has been opened, until the result is closed or the
     * stream ends. Events are hints: some are never sent.
     *
     * @param ended called once when the stream ends by itself
     */
    Watch watch(Consumer<SwarmEvent> onEvent, Runnable ended);

    /** An open stream of events. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Something happened in the swarm.
     *
     * @param type service, node, network, secret, config
     * @param name of what it happened to
     */
    record SwarmEvent(String type, String action, String name) {}
}
