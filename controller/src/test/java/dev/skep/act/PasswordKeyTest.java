package dev.skep.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Password;
import dev.skep.desired.Password.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords are derived, so that nobody must store them. */
final class PasswordKeyTest {
    private static final Password PASSWORD = new Password(User.APP, "0.0");

    private final PasswordKey key = PasswordKey.random();

    @Test
    void theSameKeyAndManifestGiveTheSamePassword(@TempDir Path folder) throws Exception {
        var file = folder.resolve("key");
        Files.write(file, key.bytes());
        var read = PasswordKey.read(file);
        assertEquals(password(key, "incr"), password(read, "incr"));
        assertEquals(key.fingerprint(), read.fingerprint());
    }

    @Test
    void everyManifestHasItsOwn() {
        assertNotEquals(password(key, "incr"), password(key, "shop"));
    }

    @Test
    void everyUserHasItsOwnAndAnotherAfterEachRotation() {
        var passwords = Stream.of(PASSWORD, new Password(User.CONTROLLER, "0.0"), new Password(User.APP, "0.1"))
                .map(p -> text(key, p.plain(), "incr"))
                .toList();
        assertEquals(3, Set.copyOf(passwords).size(), passwords::toString);
    }

    @Test
    void everyKeyHasItsOwn() {
        var other = PasswordKey.random();
        assertNotEquals(password(key, "incr"), password(other, "incr"));
        assertNotEquals(key.fingerprint(), other.fingerprint());
    }

    @Test
    void aPasswordNeedsNoQuotesInAnyFileAndHas256Bits() {
        assertTrue(password(key, "incr").matches("[A-Za-z0-9_-]{43}"), "a Base64 text of 32 bytes");
    }

    @Test
    void itStandsWhereTheTemplateSaysAndNowhereElse() {
        var text = text(key, "masterauth " + PASSWORD.plain() + "\nport 6379\n", "incr");
        assertEquals("masterauth " + password(key, "incr") + "\nport 6379\n", text);
    }

    @Test
    void theFingerprintGivesNothingAway() {
        var bytes = new String(key.bytes(), StandardCharsets.US_ASCII);
        assertFalse(bytes.contains(key.fingerprint()));
        assertFalse(password(key, "incr").contains(key.fingerprint()));
    }

    private static String password(PasswordKey key, String manifest) {
        return text(key, PASSWORD.plain(), manifest);
    }

    private static String text(PasswordKey key, String template, String manifest) {
        return new String(key.text(new DesiredSecret("s", Map.of(), template), manifest), StandardCharsets.UTF_8);
    }
}
