package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.backup.Answer;
import dev.skep.backup.BackupText;
import dev.skep.desired.Sample;
import dev.skep.loop.Passes.Cut;
import dev.skep.swarm.Faults.Moment;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards are folded while it counts: whoever tells a sum by the app's rule, at whatever moment, tells what was counted. */
final class FewerShardsTest {
    private static final Sample TWO = Edit.Before.PER_REPLICA;
    private static final Sample FOUR = TWO.withReplicas(4);

    @AutoClose
    final Log log = Log.open();

    @Test
    void whatWasCountedIsInTheFirstAndTheOthersGo() {
        var scene = new SummingScene(FOUR);
        var before = scene.tasks();
        scene.become(TWO);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1"), scene.shards());
        assertTrue(before.containsAll(scene.tasks()), "no task was replaced");
        assertTrue(scene.nodeLabels().contains("aof-retired"), "their volumes are kept");
    }

    /** Its volume is not used again: what is in it is in another count. */
    @Test
    void whoComesAgainHasANumberThatNobodyHad() {
        var scene = new SummingScene(FOUR);
        scene.become(TWO);
        scene.become(FOUR);
        assertEquals(List.of("incr-shard-1-1", "incr-shard-2-1", "incr-shard-3-2", "incr-shard-4-2"), scene.shards());
        scene.become(TWO);
        scene.become(TWO.withReplicas(1));
        assertEquals(List.of("incr-shard-1-1"), scene.shards());
    }

    @ParameterizedTest
    @EnumSource
    void soItIsWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new SummingScene(FOUR);
            scene.faults().failCall(call, moment, new Cut());
            scene.become(TWO);
            assertEquals(1, scene.kept().size(), "a backup is taken once, call " + call);
            if (scene.faults().pending()) {
                assertTrue(call > 10, "something is called");
                return;
            }
        }
    }

    /** Another number again before it is done, wherever: one that was closed counts anew, from 0. */
    @Test
    void theManifestIsEditedBackInTheMiddle() {
        for (int passes = 1; passes < 20; passes++) {
            var scene = new SummingScene(FOUR);
            scene.asksFor(TWO);
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            scene.become(FOUR);
            scene.become(TWO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void andBackWhereverTheControllerIsKilled(Moment moment) {
        for (int call = 1; ; call++) {
            var scene = new SummingScene(FOUR);
            scene.faults().failCall(call, moment, new Cut());
            scene.asksFor(TWO);
            for (int pass = 0; pass < 20 && scene.faults().pending(); pass++) {
                scene.pass();
            }
            if (scene.faults().pending()) {
                return;
            }
            scene.become(FOUR);
        }
    }

    /** A counter that is closed is in another, or will be: what is asked for waits until it has gone. */
    @Test
    void aBackupInTheMiddleHasEachCountOnce() {
        for (int passes = 1; passes < 16; passes++) {
            var scene = new SummingScene(FOUR);
            scene.asksFor(TWO);
            for (int pass = 0; pass < passes; pass++) {
                scene.pass();
            }
            var least = scene.counted();
            var answer = scene.backup();
            assertEquals(Answer.Kind.DONE, answer.kind(), answer::text);
            var read = assertInstanceOf(BackupText.Read.Sound.class, BackupText.read(answer.text()));
            var sum = read.backup().sum();
            assertTrue(least <= sum && sum <= scene.counted(), () -> least + " to " + scene.counted() + ": " + sum);
            scene.become(TWO);
        }
    }
}
