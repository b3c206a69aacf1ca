package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skep.cli.PlanCommand.Asked;
import dev.skep.desired.Exposure.Way;
import dev.skep.desired.Sample;
import dev.skep.loop.Deletions;
import dev.skep.loop.Wanted;
import dev.skep.manifest.ExposeSpec.Via;
import dev.skep.manifest.FolderResult;
import dev.skep.manifest.ReadResult;
import dev.skep.plan.Explained;
import dev.skep.plan.Hold;
import dev.skep.plan.Plan;
import dev.skep.swarm.FakeSwarm;
import dev.skep.swarm.Town;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code skep plan} prints, in both forms: docs/plan.md shows them. */
final class PlanOutputTest {
    private static final Sample INCR = Sample.named("incr");

    private final Town town = new Town(new FakeSwarm(3));

    @Test
    void aPlanIsReadFromTopToBottom() {
        town.bring(INCR.desired());
        assertEquals(
                List.of(
                        "incr: 2 steps",
                        "  begin generation 2  (asked for by incr.yaml:1:1)",
                        "  update service incr-app  (asked for by incr.yaml:1:1)",
                        "    replicas: 3 -> 5 (spec.app.replicas at incr.yaml:7:15)",
                        "    effect: 2 tasks are started"),
                lines(INCR.withReplicas(5)));
    }

    /** The sample at the top of docs/plan.md, but for the places in its manifest. */
    @Test
    void whatSomebodyChangedStandsBesideWhatTheManifestAsksFor() {
        town.bring(INCR.desired());
        town.meddle(
                "incr-app", s -> s.withObject("Mode").withObject("Replicated").put("Replicas", 7));
        assertEquals(
                List.of(
                        "incr: 3 steps",
                        "  begin generation 2  (asked for by incr.yaml:1:1)",
                        "  update service incr-app  (drift: changed by somebody else, put back to incr.yaml:1:1)",
                        "    replicas: 7 -> 3 (changed by hand; spec.app.replicas at incr.yaml:7:15)",
                        "    effect: 4 tasks are stopped",
                        "  update service incr-redis-1  (asked for by incr.yaml:1:1)",
                        "    image: redis:7@sha256:… -> redis:8 (spec.redis.image is not written in incr.yaml:1:1: its default)",
                        "    effect: Redis restarts; requests wait or get a 503 until it is back"),
                lines(INCR.withRedisImage("redis:8")).stream()
                        .map(line -> line.replaceAll("sha256:[0-9a-f]+", "sha256:…"))
                        .toList());
    }

    @Test
    void nothingToDoIsOneLine() {
        town.bring(INCR.desired());
        assertEquals(List.of("incr: nothing to do"), lines(INCR));
    }

    /** Of the whole folder it would be that many have vanished together. */
    @Test
    void aPlanOfOneFileSaysNothingOfManifestsThatItDoesNotName() {
        for (int i = 0; i < 7; i++) {
            town.bring(Sample.named("other-" + i).withVia(Via.NONE).desired(Way.NONE));
        }
        var file = new FolderResult.Readable(new ReadResult(List.of(INCR.manifest()), List.of()));
        assertEquals(List.of("incr"), names(file, Asked.SOME_FILES));
        assertTrue(names(file, Asked.WHOLE_FOLDER).contains(Deletions.HELD));
    }

    private List<String> names(FolderResult read, Asked about) {
        return PlanCommand.wanted(read, about, town.observe()).stream()
                .map(Wanted::name)
                .toList();
    }

    @Test
    void whatIsHeldAndWaitedForIsTold() {
        assertEquals(
                List.of("incr: 0 steps", "  held: Why: what to do"),
                PlanText.lines(Plan.held("incr", new Hold("Why", "what to do")), List.of()));
        assertEquals(
                List.of("incr: 0 steps", "  waits: for it"), PlanText.lines(Plan.waiting("incr", "for it"), List.of()));
    }

    @Test
    void theFieldNamesOfTheDataAreAContract() throws Exception {
        town.bring(INCR.desired());
        var json = new ObjectMapper().readTree(json(INCR.withReplicas(5)));
        assertEquals(new ObjectMapper().readTree("""
                {
                  "name": "incr",
                  "steps": [ {
                    "what": "begin generation 2",
                    "why": "asked for by incr.yaml:1:1",
                    "changes": [ ],
                    "effects": [ ]
                  }, {
                    "what": "update service incr-app",
                    "why": "asked for by incr.yaml:1:1",
                    "changes": [ {
                      "what": "replicas",
                      "path": "Mode.Replicated.Replicas",
                      "from": "3",
                      "to": "5",
                      "cause": {
                        "kind": "manifest",
                        "field": "spec.app.replicas",
                        "at": { "file": "incr.yaml", "line": 7, "column": 15 }
                      }
                    } ],
                    "effects": [ { "kind": "tasks-start", "text": "2 tasks are started" } ]
                  } ],
                  "holds": [ ],
                  "waits": [ ]
                }
                """), json);
    }

    @Test
    void noSecretsContentIsPrinted() {
        var redisConfiguration = INCR.desired().secrets().getFirst().template();
        var printed = json(INCR) + String.join("\n", lines(INCR));
        assertFalse(printed.contains("requirepass"), printed);
        assertFalse(redisConfiguration.isEmpty());
    }

    private List<String> lines(Sample sample) {
        var plan = town.plan(sample.desired());
        return PlanText.lines(plan, explained(plan, sample));
    }

    private String json(Sample sample) {
        var plan = town.plan(sample.desired());
        return Output.json(PlanJson.of(plan, explained(plan, sample)));
    }

    private List<Explained> explained(Plan plan, Sample sample) {
        var observed = town.observe();
        return plan.steps().stream()
                .map(s -> Explained.of(s, Optional.of(sample.manifest()), observed))
                .toList();
    }
}
