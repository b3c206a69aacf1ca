package dev.skep.incrementor.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;

/**
 * An error as a client sees it (RFC 9457).
 *
 * @param detail what went wrong this time, and what to do
 */
record Problem(int status, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    String json() {
        return new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .encode();
    }
}
