package dev.skep.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The password that lets Skep do everything in a Redis: derived from the key, for it stands nowhere. */
record SkepsOwn(Swarm swarm) {
    /** Of a manifest whose passwords were not changed. */
    String password(String manifest) {
        var key = swarm.container(Swarm.CONTROLLER)
                .exec("cat", "/run/secrets/skep-controller-key")
                .ok();
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            var derived = mac.doFinal(("redis controller 0 " + manifest).getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has HmacSHA256", e);
        }
    }
}
