package dev.skep.incrementor.redis;

import static dev.skep.incrementor.Eventually.eventually;

import dev.skep.incrementor.counter.RedisFailure;
import dev.skep.incrementor.redis.FaultyProxy.Direction;
import dev.skep.incrementor.redis.FaultyProxy.Fault;
import dev.skep.incrementor.redis.FaultyProxy.Harm;
import dev.skep.incrementor.settings.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What befalls the connection over which questions follow each other. A real Redis answers as a sentinel would. */
@RequiresRedis
final class ConversationTest {
    /** Longer than an answer is waited for, and shorter than a connection is kept. */
    private static final Duration LATE = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    private RedisServer redis;
    private FaultyProxy between;
    private Conversation conversation;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisServer(folder).start();
        between = new FaultyProxy(redis.port(), LATE);
        conversation =
                new Conversation("the sentinel", new HostPort("127.0.0.1", between.port()), RedisServer.NO_LOGIN);
    }

    @AfterEach
    void stop() throws Exception {
        between.close();
        redis.close();
    }

    @Test
    void anAnswerThatComesTooLateAnswersNoOtherQuestion() throws Exception {
        eventually("it answers", () -> echoes("first"));
        eventually("one comes too late", () -> {
            between.meet(new Fault(Direction.ANSWER, Harm.DELAY, 0));
            return !echoes("late");
        });
        between.forgive();
        for (var question = 0; question < 20; question++) {
            var said = "question " + question;
            eventually("it answers that very question", () -> echoes(said));
        }
    }

    @Test
    void aConnectionThatBrokeSinceTheLastQuestionIsMadeAnewForTheNext() throws Exception {
        eventually("the one that was kept breaks, and yet there is an answer", () -> {
            echoes("before");
            between.meet(new Fault(Direction.REQUEST, Harm.RESET, 0));
            return echoes("after") && !between.forgive();
        });
    }

    /** Whether it answers; what it answers must be this. */
    private boolean echoes(String said) throws Exception {
        try {
            var answer = conversation.ask(echo(said));
            if (!said.equals(answer)) {
                throw new AssertionError(said + " was answered by " + answer);
            }
            return true;
        } catch (JedisConnectionException | RedisFailure notInTime) {
            return false;
        }
    }

    private static Conversation.Question<String> echo(String said) {
        return (Jedis sentinel) -> sentinel.echo(said);
    }
}
