package dev.skep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skep.desired.Desired;
import dev.skep.desired.DesiredService;
import dev.skep.desired.Json;
import dev.skep.desired.Sample;
import dev.skep.observed.Labels;
import dev.skep.observed.ObservedService;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that somebody else made becomes Skep's, and its tasks run on where they are as asked. */
final class AdoptionTest {
    private static final Sample INCR = Sample.named("incr");

    private final FakeSwarm swarm = new FakeSwarm(3);
    private final Town town = new Town(swarm);

    /** All is there, but the app is somebody else's: without a label of Skep's. */
    @BeforeEach
    void theAppIsForeign() {
        town.bring(INCR.desired());
        town.removeService("incr-app");
        var spec = app(INCR.desired()).spec().deepCopy();
        spec.putObject("Labels").put("whose", "somebody's");
        spec.withObject("TaskTemplate").withObject("ContainerSpec").remove("Labels");
        swarm.createService(spec);
        town.observe();
        town.observe();
    }

    @Test
    void whereTheSpecsAgreeItsTasksRunOn() {
        assertEquals(List.of(), differences(INCR));
        adopt(INCR);
        var tasks = tasks();
        assertEquals(3, tasks.size());
        town.bring(INCR.desired());
        assertEquals(tasks, tasks());
        assertEquals("somebody's", town.service("incr-app").label("whose"));
    }

    @Test
    void whatReplacesNoTaskIsChangedInIt() {
        adopt(INCR);
        var tasks = tasks();
        town.bring(INCR.withReplicas(5).desired());
        assertEquals(5, tasks().size());
        assertTrue(tasks().containsAll(tasks));
    }

    @Test
    void anotherImageReplacesItsTasksAndThenItIsLikeAnyOther() {
        adopt(INCR);
        var tasks = tasks();
        var other = INCR.withImage("skep/incrementor:2").desired();
        town.bring(other);
        assertTrue(tasks().stream().noneMatch(tasks::contains));
        assertFalse(town.service("incr-app").spec().path("Labels").has(Labels.ADOPTED));
        assertTrue(town.observe().runs(town.service("incr-app"), app(other).templateHash()));
    }

    @Test
    void itsDriftIsPutBack() {
        adopt(INCR);
        town.bring(INCR.desired());
        town.meddle(
                "incr-app",
                s -> s.withObject("TaskTemplate").withObject("ContainerSpec").put("Image", "somebody/else:1"));
        assertTrue(town.work(INCR.desired()).getFirst().why().startsWith("drift: "));
        town.bring(INCR.desired());
        assertTrue(town.observe()
                .runs(town.service("incr-app"), app(INCR.desired()).templateHash()));
    }

    @Test
    void whatWouldReplaceItsTasksIsTold() {
        assertEquals(
                List.of("image: skep/incrementor:1.0.0 -> skep/incrementor:2"),
                differences(INCR.withImage("skep/incrementor:2")).stream()
                        .map(c -> c.what() + ": " + c.from() + " -> " + c.to())
                        .toList());
    }

    @Test
    void adoptedWithDifferencesItIsBroughtUpToDate() {
        var other = INCR.withImage("skep/incrementor:2");
        adopt(other);
        town.bring(other.desired());
        assertTrue(town.observe()
                .runs(town.service("incr-app"), app(other.desired()).templateHash()));
    }

    /** What is not asked for is kept, but not what would run in place of the app. */
    @Test
    void whatRunsInPlaceOfTheAppIsToldAndGoes() {
        var there = foreign();
        var spec = there.spec().deepCopy();
        container(spec).putArray("Command").add("sleep");
        container(spec).putArray("Args").add("1000");
        container(spec).put("TTY", true);
        swarm.updateService(there.id(), there.version(), spec);
        var told = differences(INCR).stream().map(Change::toString).toList();
        assertEquals(2, told.size(), told::toString);
        assertTrue(told.toString().contains("sleep") && told.toString().contains("1000"), told::toString);
        adopt(INCR);
        town.bring(INCR.desired());
        var container = container(town.service("incr-app").spec());
        assertFalse(container.has("Command") || container.has("Args"), container::toString);
        assertTrue(container.has("TTY"), "whatever else somebody set");
    }

    /** As docker stack deploy makes it of a Compose file that says the same. */
    @Test
    void whatAStackDeployMadeRunsOnUnderItsOwnName() {
        stackDeploys(spec -> {});
        assertEquals(List.of(), differences(INCR));
        adopt(INCR);
        var tasks = tasks();
        assertEquals(3, tasks.size());
        town.bring(INCR.withReplicas(5).desired());
        assertTrue(tasks().containsAll(tasks));
        assertEquals(5, tasks().size());
        assertEquals("incr_app", town.service("incr-app").nameInSwarm());
        assertEquals(List.of("app", "incr-app"), aliases(), "its own name in the network stays");
        assertTrue(swarm.names().contains("incr_app"));
        assertFalse(swarm.names().contains("incr-app"));
    }

    @Test
    void whatAStackDeployMadeIsLikeAnyOtherOnceItsTasksAreReplaced() {
        stackDeploys(spec -> {});
        adopt(INCR);
        var other = INCR.withImage("skep/incrementor:2").desired();
        town.bring(other);
        assertTrue(town.observe().runs(town.service("incr-app"), app(other).templateHash()));
        assertEquals(List.of("incr-app"), aliases(), "by which the gateway reaches it");
        assertEquals(List.of(), town.steps(other));
        town.bring(Desired.nothing("incr"));
        assertFalse(swarm.names().contains("incr_app"));
    }

    @Test
    void whatAStackDeployMadeOtherwiseIsToldFieldByFieldAndRestartedWhereThatIsWanted() {
        stackDeploys(spec -> {
            spec.withObject("TaskTemplate").set("Resources", Json.object("Limits", Map.of("MemoryBytes", 96L << 20)));
            container(spec).set("Env", Json.object("Env", List.of("A=b")).get("Env"));
            spec.at("/TaskTemplate/Networks").forEach(n -> ((ObjectNode) n).putArray("Aliases"));
        });
        var told = differences(INCR).stream()
                .map(c -> c.what() + ": " + c.from() + " -> " + c.to())
                .toList();
        assertTrue(told.contains("memory limit: 96Mi -> 128Mi"), told::toString);
        assertTrue(told.contains("env HTTP_PORT: (none) -> 8080"), told::toString);
        assertTrue(told.contains("network incr: attached -> attached as incr-app"), told::toString);
        adopt(INCR);
        town.bring(INCR.desired());
        assertTrue(town.observe()
                .runs(town.service("incr-app"), app(INCR.desired()).templateHash()));
        assertEquals("incr_app", town.service("incr-app").nameInSwarm());
    }

    /** Sorts the environment, gives it a name in each network, and has it in the other order. */
    private void stackDeploys(Consumer<ObjectNode> otherwise) {
        var spec = swarm.find("incr-app").orElseThrow().spec().deepCopy();
        swarm.removeService("incr-app");
        spec.put("Name", "incr_app");
        spec.putObject("Labels").put(Labels.STACK, "incr");
        var env = container(spec)
                .path("Env")
                .valueStream()
                .map(JsonNode::asText)
                .sorted()
                .toList();
        container(spec).set("Env", Json.object("Env", env).get("Env"));
        var networks =
                new ArrayList<>(spec.at("/TaskTemplate/Networks").valueStream().toList());
        networks.forEach(n -> ((ObjectNode) n).putArray("Aliases").add("app").add("incr-app"));
        spec.withObject("TaskTemplate").putArray("Networks").addAll(networks.reversed());
        otherwise.accept(spec);
        swarm.createService(spec);
        town.observe();
        town.observe();
    }

    private static ObjectNode container(ObjectNode spec) {
        return spec.withObject("TaskTemplate").withObject("ContainerSpec");
    }

    private List<String> aliases() {
        return town.service("incr-app")
                .spec()
                .at("/TaskTemplate/Networks/0/Aliases")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private List<Change> differences(Sample sample) {
        return Adoption.differences(
                foreign(),
                app(sample.desired()),
                sample.manifest(),
                town.observe().networkNames());
    }

    private void adopt(Sample sample) {
        var there = foreign();
        swarm.updateService(
                there.id(), there.version(), Adoption.labelled(there, app(sample.desired()), differences(sample)));
    }

    private ObservedService foreign() {
        return swarm.find("incr-app").or(() -> swarm.find("incr_app")).orElseThrow();
    }

    private static DesiredService app(Desired desired) {
        return desired.services().stream()
                .filter(s -> s.component().equals("app"))
                .findFirst()
                .orElseThrow();
    }

    private Set<String> tasks() {
        var observed = town.observe();
        return observed.staying(observed.service("incr-app").orElseThrow()).stream()
                .map(t -> t.id())
                .collect(Collectors.toSet());
    }
}
