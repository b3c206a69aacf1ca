package dev.skep.e2e;

import static dev.skep.e2e.Eventually.eventually;
import static dev.skep.e2e.ManifestText.manifest;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.e2e.Swarm.Container;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Each line of what healthy means is broken, told by {@code skep status} with since when and what is done, and healed. What
 * is healed within a second is held up meanwhile: a suspended manifest's group is looked at, and left as it is.
 */
@OnTheLab
@TestMethodOrder(MethodName.class)
class HealthIT {
    private static final ManifestText MANIFEST = manifest("t-health").mode("sentinel");
    private static final String GROUP = "t-health-redis";
    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
    private static final String NOTHING = "nothing, for spec.suspend is true";

    private final Scene scene;
    private final Stage stage;

    HealthIT(Scene scene) {
        this.scene = scene;
        this.stage = new Stage(scene, MANIFEST);
    }

    @BeforeAll
    void start() {
        stage.prepare(List.of());
        stage.awaitHealthy();
    }

    @AfterAll
    void end() {
        stage.close();
    }

    @Test
    void aWhoFollowsOrWatchesNobodyIsToldWhomAndWhoWantsAnotherQuorumWhich() {
        suspend();
        var replica = replicas().getFirst();
        saysWhile("every other member follows it", () -> stage.tell(replica, "replicaof", "127.0.0.1", "1"));
        var sentinel = stage.sentinels().getFirst();
        saysWhile("every sentinel watches it", () -> stage.tellSentinel(sentinel, "sentinel", "remove", GROUP));
        says("the sentinels know each other", NOTHING);
        var strict = stage.sentinels().getLast();
        saysWhile("the sentinels may elect", () -> stage.tellSentinel(strict, "sentinel", "set", GROUP, "quorum", "3"));
        goOn();
        assertWatched(strict, "quorum\n2");
        healed(" follow t-health-redis-");
        healed(" watch t-health-redis-");
    }

    @Test
    void bASecondPrimaryIsToldToFollowTheFirst() {
        suspend();
        var replica = replicas().getFirst();
        saysWhile("exactly one member is the primary", () -> stage.tell(replica, "replicaof", "no", "one"));
        goOn();
        healed("there is another primary");
    }

    @Test
    void cAMemberThatDoesNotAnswerIsStartedAgainAndItsOldAddressForgotten() {
        var replica = replicas().getFirst();
        replica.signal("STOP");
        says("all members answer", "Swarm starts them again");
        suspend();
        replica.node().docker().attempt("kill", replica.id()); // Swarm may have ended it already
        says("no sentinel remembers somebody who is gone", NOTHING);
        goOn();
        healed("it remembers somebody who is gone");
    }

    @Test
    void dAReplicaThatFallsFarBehindCatchesUp() {
        var slow = replicas().getFirst();
        stage.tell(slow, "client", "pause", "600000", "write");
        stage.tell(stage.primary(), "eval", "redis.call('set', 'junk', string.rep('x', 17 * 1024 * 1024))", "0");
        says("no member lacks more than 16 MiB of what the primary wrote", "it copies");
        stage.tell(slow, "client", "unpause");
        stage.tell(stage.primary(), "del", "junk");
        stage.awaitHealthy();
    }

    /** A snapshot cannot take the place of a folder. */
    @Test
    void eADiskThatTakesNothingIsToldUntilAPersonHasSeenToIt() {
        var member = replicas().getFirst();
        member.exec("sh", "-c", "rm -f /data/dump.rdb && mkdir /data/dump.rdb").ok();
        stage.tell(member, "bgsave");
        says("what is counted reaches the disk", "nothing: see to the disk");
        member.exec("rmdir", "/data/dump.rdb").ok();
        stage.tell(member, "bgsave");
        stage.awaitHealthy();
    }

    @Test
    void fWhatRunsWithOtherSettingsIsReplaced() {
        scene.edit(MANIFEST.redis("sentinel: { downAfter: 2s }"));
        says("each runs the image and the configuration that are wanted", "one after the other is replaced");
        stage.awaitHealthy();
        assertWatched(stage.sentinels().getFirst(), "down-after-milliseconds\n2000");
    }

    private void assertWatched(Container sentinel, String with) {
        var watched = stage.tellSentinel(sentinel, "sentinel", "master", GROUP);
        assertTrue(watched.contains(with + "\n"), watched);
    }

    private void suspend() {
        scene.manifests().edit("t-health", MANIFEST.text().replace("spec:\n", "spec:\n  suspend: true\n"));
    }

    /** It is broken until it is told: before the controller has read that it is suspended it heals. */
    private void saysWhile(String line, Runnable broken) {
        eventually("the status says not so: " + line, () -> {
            broken.run();
            assertTold(line, NOTHING);
        });
    }

    private void goOn() {
        scene.edit(MANIFEST);
        stage.awaitHealthy();
    }

    private List<Container> replicas() {
        var primary = stage.primary();
        return stage.members().stream().filter(m -> !m.equals(primary)).toList();
    }

    /** The line does not hold, and it says since when, and what is done. */
    private void says(String line, String doing) {
        eventually("the status says not so: " + line, () -> assertTold(line, doing));
    }

    private void assertTold(String line, String doing) {
        var told = "not so: %s, since %s \\(%s".formatted(Pattern.quote(line), INSTANT, Pattern.quote(doing));
        var status = scene.skep().attempt("status", "t-health").said();
        assertTrue(Pattern.compile(told).matcher(status).find(), status);
    }

    private void healed(String words) {
        eventually("an event tells it", () -> {
            var events = scene.skep().run("events", "t-health");
            assertTrue(events.lines().anyMatch(l -> l.contains("Healed") && l.contains(words)), events);
        });
    }
}
