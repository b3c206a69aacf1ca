package dev.skep.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whom a Redis follows when it starts, by what the sentinels and its own data say: the script itself, with a stand-in for Redis,
 * and answers from files in that of redis-cli. A has been the primary; B may have been elected since.
 */
final class StartInAGroupTest {
    private static final Path SCRIPT =
            Path.of("src/main/resources/dev/skep/desired/start-member.sh").toAbsolutePath();

    private static final String A = "10.1.1.1";
    private static final String B = "10.1.1.2";
    private static final String NOBODY = "127.0.0.1 1";
    private static final String PASSWORD = "of-the-health-checks";

    private String sentinels = "%s %s %s".formatted(address(1), address(2), address(3));

    private String holdsData = "";

    @TempDir
    private Path volume;

    @TempDir
    private Path container;

    @BeforeEach
    void bothAnswerAsPrimaries() throws IOException {
        Files.createDirectories(container.resolve("bin"));
        Files.createDirectories(container.resolve("answers"));
        Files.createDirectories(container.resolve("told"));
        var cli = Files.writeString(container.resolve("bin/redis-cli"), """
                #!/bin/sh
                [ "$1 $2" = "--askpass --user" ] || exit 1
                { env; echo "$*"; } >> "%1$s/seen"
                read -r password
                echo "$password" >> "%1$s/passwords"
                shift 4
                name=$(printf %%s "$*" | tr ' ' _)
                : > "%1$s/told/$name"
                cat "%1$s/answers/$name" 2> /dev/null
                """.formatted(container));
        assertTrue(cli.toFile().setExecutable(true));
        // A busy machine is no silent sentinel.
        var patience = Files.writeString(container.resolve("bin/timeout"), """
                #!/bin/sh
                shift
                exec "$@"
                """);
        assertTrue(patience.toFile().setExecutable(true));
        // Whoever is to take the lead ends with it.
        var server = Files.writeString(container.resolve("bin/redis-stand-in"), """
                #!/bin/sh
                tries=0
                while [ -e "%1$s/leads" ] && [ ! -e "%1$s/told/127.0.0.1_replicaof_no_one" ] && [ $tries -lt 600 ] &&
                  ! grep -q 'left to the controller' "%1$s/log"; do
                  sleep 0.1
                  tries=$((tries + 1))
                done
                """.formatted(container));
        assertTrue(server.toFile().setExecutable(true));
        for (var address : List.of(A, B)) {
            answers(address + " role", "master");
        }
        answers("127.0.0.1 ping", "PONG");
        answers("127.0.0.1 config set min-replicas-to-write 0", "OK");
        answers("127.0.0.1 replicaof no one", "OK");
    }

    @Test
    void itFollowsWhomMostOfThoseThatElectName() throws Exception {
        elects(1, B, 2);
        elects(2, B, 2);
        elects(3, A, 2);
        assertEquals(B + " 6379", followed("aof"));
    }

    @Test
    void itFollowsWhomThoseNameThatElectNobody() throws Exception {
        electsNobody(1, A);
        electsNobody(2, A);
        assertEquals(A + " 6379", followed("aof"));
    }

    /** The others elected another, answered with it, and have been replaced since: they know nothing, or do not answer yet. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void oneThatElectsNobodyIsNotBelievedAlone(boolean othersAnswer) throws Exception {
        electsNobody(1, A);
        if (othersAnswer) {
            watchesNothing(2);
            watchesNothing(3);
        }
        assertEquals(NOBODY, followed("aof"));
    }

    /** Their names lead nowhere before they are healthy. */
    @Test
    void whoElectsNobodyAndKnowsOfOthersCountsThemThoughTheyHaveNoName() throws Exception {
        electsNobody(1, A);
        sentinels = address(1);
        assertEquals(NOBODY, followed("aof"));
    }

    /** They elected another, and are slow to tell how many they are. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void oneThatElectsNobodyIsNotBelievedWhereOthersContradictIt(boolean slow) throws Exception {
        electsNobody(1, A);
        for (int i = 2; i <= 3; i++) {
            if (slow) {
                names(i, B);
            } else {
                elects(i, "10.1.1.3", 2);
            }
        }
        assertEquals(NOBODY, followed("aof"));
    }

    /** It has just been told whom to watch, and has not heard of the others yet. */
    @Test
    void oneThatKnowsNoOtherIsNotMostOfThoseThatRun() throws Exception {
        elects(1, A, 0);
        assertEquals(NOBODY, followed("aof"));
    }

    /** The names of the others lead nowhere before they are healthy. */
    @ParameterizedTest
    @CsvSource({"2", "1000"})
    void theOnlyOneThatHasANameIsNotMostOfThoseThatRun(int quorum) throws Exception {
        names(1, A);
        watches(1, 0, quorum);
        sentinels = address(1);
        assertEquals(NOBODY, followed("aof"));
    }

    @ParameterizedTest
    @CsvSource({"aof", "rdb"})
    void whoseDataSayThatItLeadsDoesSoWhereNoSentinelIsThere(String persistence) throws Exception {
        answers("127.0.0.1 get skep:lead", "incr-redis-1");
        Files.createFile(container.resolve("leads"));
        assertEquals(NOBODY, followed(persistence));
        assertTrue(told("127.0.0.1 replicaof no one"));
    }

    /** That of the health checks, and that of this start. */
    @Test
    void noPasswordStandsInAnEnvironmentOrACommandLine() throws Exception {
        answers("127.0.0.1 get skep:lead", "incr-redis-1");
        Files.createFile(container.resolve("leads"));
        followed("aof");
        var passwords = Set.copyOf(Files.readAllLines(container.resolve("passwords")));
        assertEquals(2, passwords.size());
        assertTrue(passwords.contains(PASSWORD));
        var seen = Files.readString(container.resolve("seen"));
        assertTrue(passwords.stream().noneMatch(seen::contains));
    }

    /** By then the controller may have promoted another. */
    @Test
    void whoseStartTakesTooLongDoesNotLeadByItself() throws Exception {
        answers("127.0.0.1 get skep:lead", "incr-redis-1");
        Files.createFile(container.resolve("leads"));
        // Until it was told who leads seventeen seconds have gone by.
        var clock = Files.writeString(container.resolve("bin/date"), """
                #!/bin/sh
                if [ -e "%s/told/127.0.0.1_get_skep:lead" ]; then echo 17; else echo 0; fi
                """.formatted(container));
        assertTrue(clock.toFile().setExecutable(true));
        assertEquals(NOBODY, followed("aof"));
        assertTrue(told("127.0.0.1 get skep:lead"));
        assertFalse(told("127.0.0.1 replicaof no one"));
    }

    /** As a shard does: StartShardTest. */
    @Test
    void itDoesNotStartWhereWhatWasCountedIsGone() throws Exception {
        holdsData = "aof";
        assertEquals(78, started("aof"));
        Files.createFile(volume.resolve("appendonly.aof"));
        assertEquals(NOBODY, followed("aof"));
    }

    /** The controller is at work then, and a copy may know more than this one's disk. */
    @ParameterizedTest
    @CsvSource({"aof", "rdb"})
    void whereASentinelAnswersNobodyLeadsByItself(String persistence) throws Exception {
        answers("127.0.0.1 get skep:lead", "incr-redis-1");
        watchesNothing(1);
        assertEquals(NOBODY, followed(persistence));
        assertFalse(told("127.0.0.1 ping"), "it does not even look");
    }

    private void watchesNothing(int sentinel) throws IOException {
        names(sentinel, "");
    }

    private void names(int sentinel, String primary) throws IOException {
        answers(address(sentinel) + " -p 26379 sentinel get-master-addr-by-name incr-redis", primary);
    }

    private void elects(int sentinel, String primary, int others) throws IOException {
        names(sentinel, primary);
        watches(sentinel, others, 2);
    }

    private void electsNobody(int sentinel, String primary) throws IOException {
        names(sentinel, primary);
        watches(sentinel, 2, 1000);
    }

    private void watches(int sentinel, int others, int quorum) throws IOException {
        answers(
                address(sentinel) + " -p 26379 sentinel masters", // all that those of before let it read
                "name\nincr-redis\nnum-other-sentinels\n%d\nquorum\n%d".formatted(others, quorum));
    }

    private static String address(int sentinel) {
        return "10.1.2." + sentinel;
    }

    private void answers(String question, String answer) throws IOException {
        Files.writeString(container.resolve("answers").resolve(question.replace(' ', '_')), answer + "\n");
    }

    private boolean told(String question) {
        return Files.exists(container.resolve("told").resolve(question.replace(' ', '_')));
    }

    private String followed(String persistence) throws IOException, InterruptedException {
        assertEquals(0, started(persistence));
        return Files.readAllLines(container.resolve("log")).stream()
                .filter(l -> l.startsWith("starting as a replica of "))
                .map(l -> l.substring("starting as a replica of ".length()))
                .findFirst()
                .orElse("");
    }

    /** How it ended. */
    private int started(String persistence) throws IOException, InterruptedException {
        var conf = Files.writeString(
                container.resolve("redis.conf"),
                "dir " + volume + "\nappendonly " + (persistence.equals("aof") ? "yes" : "no") + "\n");
        var password = Files.writeString(container.resolve("password"), PASSWORD);
        var log = container.resolve("log");
        Files.deleteIfExists(log);
        var builder = new ProcessBuilder("sh", SCRIPT.toString(), "redis-stand-in", conf.toString());
        builder.environment().put("PATH", container.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("SKEP_PASSWORD_FILE", password.toString());
        builder.environment().put("SKEP_HOLDS_DATA", holdsData);
        builder.environment().put("SKEP_MEMBER", "incr-redis-1");
        builder.environment().put("SKEP_SENTINELS", sentinels);
        builder.environment().put("SKEP_PRIMARY_NAME", "incr-redis");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return builder.start().waitFor();
    }
}
