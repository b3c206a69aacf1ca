package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.act.PasswordKey;
import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.ResourcesSpec;
import dev.skep.observed.Labels;
import dev.skep.observed.Observed;
import dev.skep.observed.ObservedResource;
import dev.skep.observed.ObservedTask;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import dev.skep.swarm.Town;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever the controller is cut, before or after any call that changes the swarm had its effect, its successor comes to
 * the same end.
 */
final class CutAnywhereTest {
    private static final Sample INCR = Sample.named("incr");
    private static final Sample OTHER = Sample.named("other").withVia(Via.NONE).withReplicas(1);
    private static final PasswordKey KEY = PasswordKey.random();

    /** What is edited. */
    enum Change {
        CREATE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR);
            }
        },
        CREATE_WHERE_KERNELS_LACK_IPVS {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                swarm.node(2).ipvs(false);
                folder.holds(INCR.withVia(Via.AUTO));
            }
        },
        SCALE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withReplicas(10));
            }
        },
        CREATE_PER_REPLICA {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.perReplica());
            }
        },
        IMAGE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withImage("skep/incrementor:2"));
            }
        },
        BAD_IMAGE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                swarm.bad("broken:1");
                folder.holds(INCR.withImage("broken:1"));
            }
        },
        BAD_REDIS_AFTER_A_GOOD_APP {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                swarm.bad("broken:1");
                folder.holds(INCR.withImage("skep/incrementor:2").withRedisImage("broken:1"));
            }
        },
        REDIS_IMAGE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withRedisImage("redis:8"));
            }
        },
        WAY_IN {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withVia(Via.HOST));
            }
        },
        LIMITS {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withResources(new ResourcesSpec(0, 64 << 20)));
            }
        },
        PORT {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(INCR.withPort(9000));
            }
        },
        DRIFT {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                new Town(swarm).meddle("incr-app", spec -> {
                    spec.withObject("Mode").withObject("Replicated").put("Replicas", 1);
                    spec.withObject("TaskTemplate").withObject("ContainerSpec").put("Image", "somebody/else:1");
                });
            }
        },
        DELETE {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.holds(OTHER);
            }
        },
        DELETE_CONFIRMED {
            @Override
            void edit(Folder folder, FakeSwarm swarm) {
                folder.unreadable("there is no folder");
                swarm.createConfig(
                        "a-confirmation",
                        Map.of(Labels.NAME, "incr", Labels.COMPONENT, Wanted.CONFIRM_DELETE),
                        "incr".getBytes(StandardCharsets.UTF_8));
            }
        };

        abstract void edit(Folder folder, FakeSwarm swarm);

        boolean startsFromNothing() {
            return name().startsWith("CREATE");
        }
    }

    private Log log;

    @BeforeEach
    void keepTheLogToOurselves() {
        log = Log.open();
    }

    @AfterEach
    void giveTheLogBack() {
        log.close();
    }

    static Stream<Arguments> cuts() {
        return Stream.of(Change.values())
                .flatMap(c -> Stream.of(Moment.values()).map(m -> Arguments.of(c, m)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void theSuccessorOfAControllerThatWasCutComesToTheSameEnd(Change change, Moment moment) {
        var uncut = new World(change);
        uncut.passes.converge();
        var cuts = 0;
        for (var cut = cutAt(change, moment, 1); cut.passes.restarts() > 0; cut = cutAt(change, moment, cuts + 1)) {
            cuts++;
            assertEquals(uncut.end(), cut.end(), change + " cut " + moment + " write " + cuts);
            assertEquals(List.of(), cut.passes.failures(), change + " cut " + moment + " write " + cuts);
        }
        assertTrue(cuts > 0, "something is written");
    }

    private static World cutAt(Change change, Moment moment, int write) {
        var world = new World(change);
        world.swarm.faults().failWrite(write, moment, new Cut());
        world.passes.converge();
        return world;
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void anAnswerThatGotLostIsFoundOutByLooking(Change change, Moment moment) {
        var whole = new World(change);
        whole.passes.converge();
        var lost = 0;
        var world = lostAt(change, moment, 1);
        while (!world.passes.failures().isEmpty()) {
            lost++;
            assertEquals(whole.end(), world.end(), change + " lost " + moment + " write " + lost);
            assertEquals(
                    1, world.passes.failures().size(), world.passes.failures().toString());
            world = lostAt(change, moment, lost + 1);
        }
        assertTrue(lost > 0, "something is written");
    }

    private static World lostAt(Change change, Moment moment, int write) {
        var world = new World(change);
        world.swarm.faults().failWrite(write, moment, new SwarmException.Unreachable("no answer in time", null));
        world.passes.converge();
        return world;
    }

    /** A swarm at the moment of an edit. */
    private static final class World {
        private final FakeSwarm swarm = new FakeSwarm(3);
        private final Passes passes;

        World(Change change) {
            var folder = new Folder();
            passes = new Passes(swarm, folder, KEY);
            if (!change.startsFromNothing()) {
                folder.holds(INCR, OTHER);
                passes.converge();
            }
            change.edit(folder, swarm);
        }

        /** All that is there, in words that do not depend on how often something was tried. */
        Map<String, Object> end() {
            var observed = swarm.observe();
            var end = new TreeMap<String, Object>();
            observed.services().forEach(s -> end.put("service " + s.name(), withoutIds(s.spec(), observed)));
            observed.services().forEach(s -> end.put("tasks of " + s.name(), running(observed.tasksOf(s))));
            observed.networks().forEach(n -> end.put("network " + n.name(), n.labels()));
            observed.configs().forEach(c -> end.put("config " + c.name(), swarm.text(c.name()) + outcome(c)));
            observed.secrets().forEach(s -> end.put("secret " + s.name(), swarm.text(s.name())));
            observed.nodes().forEach(n -> end.put("node " + n.hostname(), n.labels()));
            return end;
        }

        private static String outcome(ObservedResource config) {
            return config.labels().getOrDefault(Labels.OUTCOME, "")
                    + config.labels().getOrDefault(Labels.REASON, "");
        }

        private static List<String> running(List<ObservedTask> tasks) {
            return tasks.stream()
                    .map(t -> t.nodeId() + " " + t.state() + " " + t.templateHash())
                    .sorted()
                    .toList();
        }

        private static ObjectNode withoutIds(ObjectNode spec, Observed observed) {
            var result = spec.deepCopy();
            for (var network : result.at("/TaskTemplate/Networks")) {
                ((ObjectNode) network)
                        .put(
                                "Target",
                                observed.networkNames()
                                        .get(network.path("Target").asText()));
            }
            for (var list : List.of("Secrets", "Configs")) {
                if (result.at("/TaskTemplate/ContainerSpec/" + list) instanceof ArrayNode references) {
                    var plain = new ArrayList<ObjectNode>();
                    references.forEach(r -> plain.add(((ObjectNode) r).without(List.of("SecretID", "ConfigID"))));
                    references.removeAll().addAll(plain);
                }
            }
            return result;
        }
    }
}
