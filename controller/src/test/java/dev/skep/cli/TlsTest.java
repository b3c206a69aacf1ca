package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skep.desired.Json;
import dev.skep.swarm.EngineServer;
import dev.skep.swarm.EngineServer.Answer;
import dev.skep.swarm.SwarmException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine at the other end of a network: both sides show a certificate of the same authority. */
final class TlsTest {
    private static final Authority OURS = Authority.named("ours");
    private static final Authority STRANGERS = Authority.named("a stranger's");

    private final EngineServer server =
            EngineServer.start(OURS.bothWays(), (_, _) -> Answer.of(Json.object("it", "answers")));
    private final Map<String, String> before = new HashMap<>();

    @TempDir
    private Path certificates;

    @BeforeEach
    void speakToTheFake() {
        set("DOCKER_HOST", server.host());
        set("DOCKER_TLS_VERIFY", "1");
        set("DOCKER_CERT_PATH", certificates.toString());
    }

    @AfterEach
    void speakToWhoeverItWas() {
        before.forEach(TlsTest::restore);
        server.close();
    }

    @Test
    void whoHasACertificateOfItsAuthorityIsAnswered() {
        OURS.writeClient(certificates);
        assertEquals("answers", ask());
    }

    @Test
    void aServerOfAnotherAuthorityIsNotSpokenTo() {
        STRANGERS.writeClient(certificates);
        assertThrows(SwarmException.Unreachable.class, TlsTest::ask);
        assertEquals(0, server.calls());
    }

    @Test
    void aClientOfAnotherAuthorityIsNotAnswered() {
        STRANGERS.writeClient(certificates);
        OURS.writeAuthority(certificates);
        assertThrows(SwarmException.Unreachable.class, TlsTest::ask);
        assertEquals(0, server.calls());
    }

    private static String ask() {
        return Session.open().engine().get("/info", Map.of()).path("it").asText();
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
