package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.ControllerService;
import dev.skep.desired.ControllerService.Installation;
import dev.skep.desired.Volume;
import dev.skep.observed.Labels;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The controller is installed, and replaced by another version, wherever that is cut and however. */
final class InstallerTest {
    private static final int ENOUGH = 20;
    private static final Volume VOLUME = new Volume("incr-redis-1", "aof");

    /** What is there when it begins, and what is asked for. */
    enum Case {
        NEW,
        REPLACED_BY_ANOTHER_VERSION,
        UNCHANGED
    }

    /** The machine that runs the command fails; whoever ran it runs it again. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final List<Supplier<RuntimeException>> FAULTS = List.of(
            Cut::new,
            () -> new SwarmException.Unreachable("no answer in time", null),
            () -> new SwarmException.Refused("refused"),
            () -> new SwarmException.StaleVersion("update out of sequence"));

    static Stream<Arguments> everything() {
        return Stream.of(Case.values()).flatMap(what -> FAULTS.stream()
                .flatMap(fault -> Stream.of(Moment.values()).map(moment -> Arguments.of(what, fault.get(), moment))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void itComesToTheSameEndWhereverItIsCut(Case what, RuntimeException fault, Moment moment) {
        var whole = before(what);
        install(whole, what);
        for (int call = 1; ; call++) {
            var cut = before(what);
            cut.faults().failCall(call, moment, fault);
            install(cut, what);
            if (cut.faults().pending()) {
                assertTrue(call > 1, "something is called");
                return;
            }
            assertEquals(end(whole), end(cut), what + ": " + fault + " " + moment + " call " + call);
        }
    }

    @Test
    void anotherVersionReplacesTheOneTaskAndKeepsTheKey() {
        var swarm = before(Case.REPLACED_BY_ANOTHER_VERSION);
        var key = swarm.text(ControllerService.KEY_SECRET);
        var tasks = swarm.tasksEver();
        install(swarm, Case.REPLACED_BY_ANOTHER_VERSION);
        assertEquals(key, swarm.text(ControllerService.KEY_SECRET));
        assertEquals(tasks + 1, swarm.tasksEver());
    }

    @Test
    void whatTheSwarmForgotOfTheNodesVolumesIsWrittenBack() {
        var swarm = before(Case.NEW);
        install(swarm, Case.NEW);
        assertEquals(
                List.of("aof"),
                swarm.observe().nodesWithVolume(VOLUME.name()).stream()
                        .map(n -> n.labels().get(Labels.VOLUME_PREFIX + VOLUME.name()))
                        .toList());
    }

    private static FakeSwarm before(Case what) {
        var swarm = FakeSwarm.withoutSkep(3);
        if (what != Case.NEW) {
            install(swarm, Case.NEW);
        }
        return swarm;
    }

    /** As often as it takes a person who runs it again when it fails. */
    private static void install(FakeSwarm swarm, Case what) {
        var installer = installer(swarm, what);
        for (int pass = 0; pass < ENOUGH; pass++) {
            try {
                if (installer.pass()) {
                    return;
                }
            } catch (Cut | SwarmException.Refused e) {
                installer = installer(swarm, what);
            }
        }
        throw new AssertionError("it never runs: " + installer.waitingFor());
    }

    private static Installer installer(FakeSwarm swarm, Case what) {
        var image = what == Case.REPLACED_BY_ANOTHER_VERSION ? "skep/controller:2" : "skep/controller:1";
        return new Installer(
                swarm, new Installation(image, Path.of("/srv/manifests"), "node-id-1", 998), List.of(VOLUME), _ -> {});
    }

    /** All that is there, in words that do not depend on how often something was tried. */
    private static List<String> end(FakeSwarm swarm) {
        var observed = swarm.observe();
        var end = new ArrayList<>(swarm.names());
        observed.services().forEach(s -> end.add(s.name() + " " + s.label(Labels.SPEC) + " runs " + s.running()));
        observed.nodes().forEach(n -> end.add(n.hostname() + " " + n.labels()));
        end.add(swarm.tasksEver() + " tasks were started");
        return end;
    }
}
