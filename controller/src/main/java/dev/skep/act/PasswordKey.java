package dev.skep.act;

import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one random secret of an installation. Passwords are derived from it, so that the controller knows them without
 * storing them: a Swarm secret cannot be read back.
 */
public final class PasswordKey {
    private final byte[] key;

    private PasswordKey(byte[] key) {
        this.key = key.clone();
    }

    /** A new one. */
    public static PasswordKey random() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new PasswordKey(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads one from where Swarm mounts it.
     *
     * @throws IOException if the file cannot be read
     */
    public static PasswordKey read(Path file) throws IOException {
        return new PasswordKey(Files.readAllBytes(file));
    }

    /** What to store as the Swarm secret. */
    public byte[] bytes() {
        return key.clone();
    }

    /** Tells keys apart and gives nothing away. */
    public String fingerprint() {
        return Json.hash(derive("fingerprint"));
    }

    /** The password of a manifest's Redis. */
    String password(String manifest) {
        return derive("redis-password " + manifest);
    }

    /** The text of a secret of a manifest, with its password. */
    byte[] text(DesiredSecret secret, String manifest) {
        return secret.template()
                .replace(DesiredSecret.PASSWORD, password(manifest))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** 256 bits of HMAC, in letters and digits that no configuration file needs to quote. */
    private String derive(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
