package dev.skep.act;

import dev.skep.desired.Accepted;
import dev.skep.desired.DesiredSecret;
import dev.skep.desired.Json;
import dev.skep.desired.Password;
import dev.skep.desired.Password.User;
import dev.skep.observed.Rotation;
import dev.skep.redis.Logins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one random secret of an installation. Passwords are derived from it, so that the controller knows them without
 * storing them: a Swarm secret cannot be read back.
 */
public final class PasswordKey {
    /** As {@link Password} writes it. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(password|sha256) ([a-z]+ [0-9.]+)\\}\\}");

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

    /** A password of a manifest. */
    String password(String manifest, Password password) {
        return password(manifest, password.purpose());
    }

    private String password(String manifest, String purpose) {
        return derive("redis " + purpose + " " + manifest);
    }

    /** How Skep gets into the Redis of a manifest. */
    public Logins logins(String manifest, Rotation rotation) {
        return new Logins(login(User.CONTROLLER, manifest, rotation), login(User.SENTINEL, manifest, rotation));
    }

    private Logins.Login login(User user, String manifest, Rotation rotation) {
        return new Logins.Login(user.word(), password(manifest, Accepted.inUse(user, rotation)));
    }

    /** Hashes of what is taken from now on, by user: Redis keeps no more of a password. */
    public Map<String, List<String>> taken(String manifest, Rotation rotation) {
        return Stream.of(User.values())
                .collect(Collectors.toMap(User::word, user -> Accepted.fromNowOn(user, rotation).stream()
                        .map(p -> sha256(password(manifest, p)))
                        .toList()));
    }

    /** The text of a secret of a manifest, with its passwords. */
    public byte[] text(DesiredSecret secret, String manifest) {
        return PLACEHOLDER
                .matcher(secret.template())
                .replaceAll(found -> {
                    var password = password(manifest, found.group(2));
                    return found.group(1).equals("sha256") ? sha256(password) : password;
                })
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
