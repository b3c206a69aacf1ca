package dev.skep.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.desired.DesiredNetwork;
import dev.skep.desired.DesiredNetwork.Reach;
import dev.skep.plan.Explained;
import dev.skep.plan.Hold;
import dev.skep.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads the log takes the last line of a name for how it is. */
final class StoryTest {
    private static final String NAME = "incr";
    private static final Duration LATER = Duration.ofSeconds(1);

    @AutoClose
    final Log log = Log.open();

    private final Story story = new Story();

    @Test
    void whatFailsAgainForTheSameReasonIsToldOnce() {
        story.failed(NAME, "no", LATER);
        story.failed(NAME, "no", LATER);
        assertEquals(1, log.lines("failed").size());
    }

    /** What is told of a name between two failures. */
    private enum Other {
        DID(story -> story.did(
                NAME,
                new Explained(
                        new Step.CreateNetwork(new DesiredNetwork(NAME, Map.of(), Reach.INTERNAL), "asked for"),
                        List.of(),
                        List.of()))),
        HELD(story -> story.held(NAME, List.of(new Hold("Suspended", "spec.suspend is true")))),
        EXPOSED(story -> story.exposed(NAME, "gateway", "no IPVS")),
        BUG(story -> story.bug(NAME, new IllegalStateException("why")));

        @SuppressWarnings("ImmutableEnumChecker") // a function, not state
        private final Consumer<Story> told;

        Other(Consumer<Story> told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterAnythingElseTheSameFailureIsNews(Other other) {
        story.failed(NAME, "no", LATER);
        other.told.accept(story);
        story.failed(NAME, "no", LATER);
        assertEquals(2, log.lines("failed").size(), () -> log.lines().toString());
    }
}
