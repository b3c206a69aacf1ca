package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.loop.Passes.Cut;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Faults.Moment;
import dev.skep.swarm.SwarmException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is being done, and wherever it is cut and how, before or after the call had its effect: it comes to the same
 * end as without, and no task is started once more than without.
 */
final class FaultsAnywhereTest {
    /** How a call goes wrong. */
    enum Fault {
        CONTROLLER_CRASHES,
        REFUSED,
        NO_ANSWER,
        STALE_VERSION;

        /** Of a matrix that takes minutes: a crash, which leaves least behind to go on by; all with {@code ./skep test --all}. */
        static Stream<Fault> tried() {
            return "yes".equals(System.getenv("SKEP_ALL")) ? Stream.of(values()) : Stream.of(CONTROLLER_CRASHES);
        }

        Throwable exception() {
            return switch (this) {
                case CONTROLLER_CRASHES -> new Cut();
                case REFUSED -> new SwarmException.Refused("refused");
                case NO_ANSWER -> new SwarmException.Unreachable("no answer in time", null);
                case STALE_VERSION -> new SwarmException.StaleVersion("update out of sequence");
            };
        }
    }

    /** It is ours for as long as a test takes. */
    @AutoClose
    final Log log = Log.open();

    static Stream<Arguments> everything() {
        return Stream.of(Edit.values()).flatMap(edit -> Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Moment.values()).map(moment -> Arguments.of(edit, fault, moment))));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void itComesToTheSameEnd(Edit edit, Fault fault, Moment moment) {
        var whole = new Scene(edit);
        whole.passes.converge();
        for (int call = 1; ; call++) {
            var cut = new Scene(edit);
            cut.swarm.faults().failCall(call, moment, fault.exception());
            cut.passes.converge();
            if (cut.swarm.faults().pending()) {
                assertTrue(call > 2, "something is called"); // twice looked at, where nothing is to be done
                return;
            }
            var where = edit + ": " + fault + " " + moment + " call " + call;
            assertEquals(Ending.of(whole.swarm), Ending.of(cut.swarm), where);
            assertEquals(whole.swarm.tasksEver(), cut.swarm.tasksEver(), where + ": tasks started");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherControllerBetweenAnyTwoCallsDoesNoHarm(Edit edit) {
        var alone = new Scene(edit);
        alone.passes.converge();
        for (int call = 1; ; call++) {
            var both = new Scene(edit);
            var other = new Passes(both.swarm, both.folder, Edit.Before.KEY);
            both.swarm.faults().beforeCall(call, other::pass);
            both.passes.converge();
            if (both.swarm.faults().awaitsCall()) {
                assertTrue(call > 2, "something is called"); // twice looked at, where nothing is to be done
                return;
            }
            other.converge();
            var where = edit + ": another controller before call " + call;
            assertEquals(Ending.of(alone.swarm), Ending.of(both.swarm), where);
            assertEquals(alone.swarm.tasksEver(), both.swarm.tasksEver(), where + ": tasks started");
        }
    }

    /** A swarm at the moment of an edit. */
    private static final class Scene {
        private final FakeSwarm swarm = new FakeSwarm(3);
        private final Folder folder = new Folder();
        private final Passes passes = new Passes(swarm, folder, Edit.Before.KEY);

        Scene(Edit edit) {
            edit.happen(folder, swarm);
        }
    }
}
