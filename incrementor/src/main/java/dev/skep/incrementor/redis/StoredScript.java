package dev.skep.incrementor.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script, known to Redis by its hash, and sent whole to a Redis that does not know it yet. */
enum StoredScript {
    /** Counts. */
    APPLY_BATCH("apply-batch.lua"),
    /** Tells what a sum needs. */
    SURVEY("survey.lua");

    private final String text;
    private final String sha1;

    StoredScript(String file) {
        text = load(file);
        sha1 = sha1(text);
    }

    Object run(Jedis jedis, List<String> keys, List<String> args) {
        try {
            return jedis.evalsha(sha1, keys, args);
        } catch (JedisNoScriptException unknown) {
            return jedis.eval(text, keys, args);
        }
    }

    private static String load(String name) {
        try (var in = StoredScript.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
