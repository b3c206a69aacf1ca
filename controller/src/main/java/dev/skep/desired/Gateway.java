package dev.skep.desired;

import dev.skep.manifest.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * HAProxy, one task a node, each with the published port: the way in where the kernel has no IPVS. Its configuration
 * does not change when the app scales, for an update of the gateway closes its port for a while.
 */
record Gateway(Manifest manifest, App app) {
    /** It listens here in its container, whatever port is published. */
    private static final int PORT = 8080;

    /** As many app tasks as the manifest allows. */
    private static final int SLOTS = 256;

    private static final String IMAGE = "haproxy:lts";

    String service() {
        return manifest.name() + "-gateway";
    }

    /**
     * Never resends a request that was sent: it may have counted. `hold timeout` outlives a stalled DNS, and an address
     * that is gone from DNS is dropped at once. `timeout check` tells a task that says it is not ready, which gets nothing
     * more at once, from one that is slow to say so while many others start on its node. Where none is ready, as while Redis
     * fails over, those that live get the requests: there they wait, and are told why if it takes too long. What it says itself is
     * said as the app would: no program needs to know who answers.
     */
    DesiredConfig configuration() {
        var text = """
                global
                    log stdout format raw local0 notice
                    maxconn 4000
                    hard-stop-after 20s
                defaults
                    mode http
                    log global
                    option dontlognull
                    option redispatch
                    option http-keep-alive
                    http-reuse safe
                    retries 3
                    retry-on conn-failure
                    timeout connect 500ms
                    timeout check 3s
                    timeout client 60s
                    timeout server 30s
                    timeout queue 5s
                    timeout http-request 10s
                    %5$s
                    %6$s
                    %7$s
                resolvers docker
                    nameserver dns 127.0.0.11:53
                    accepted_payload_size 8192
                    resolve_retries 3
                    timeout resolve 500ms
                    timeout retry 500ms
                    hold valid 500ms
                    hold obsolete 0s
                    hold nx 0s
                    hold timeout 10s
                    hold other 10s
                    hold refused 10s
                frontend counter
                    bind :%1$d
                    use_backend app if { nbsrv(app) gt 0 }
                    default_backend waiting
                backend app
                    balance roundrobin
                    option httpchk GET /readyz
                    http-check expect status 200
                    default-server check inter 500ms fall 1 rise 1 resolvers docker init-addr none
                    server-template app %2$d %3$s:%4$d
                backend waiting
                    balance roundrobin
                    option httpchk GET /livez
                    http-check expect status 200
                    default-server check inter 1s fall 1 rise 1 resolvers docker init-addr none
                    server-template waiting %2$d %3$s:%4$d
                """.formatted(
                        PORT,
                        SLOTS,
                        app.service(),
                        App.PORT,
                        problem(502, "Bad Gateway", "A task of the app ended before it had answered", ""),
                        problem(503, "Service Unavailable", "No task of the app was reached", " hdr Retry-After 1"),
                        problem(504, "Gateway Timeout", "A task of the app did not answer in time", ""));
        return Resources.config(manifest, "gateway", "haproxy-cfg", text);
    }

    private static String problem(int status, String title, String detail, String more) {
        var problem = Json.object("type", "about:blank", "title", title, "status", status, "detail", detail);
        return "http-error status %d content-type application/problem+json string '%s'%s"
                .formatted(status, problem, more);
    }

    DesiredService service(String network) {
        var file = "/usr/local/etc/haproxy/haproxy.cfg";
        var container = Json.object(
                "Image",
                IMAGE,
                "Args",
                List.of("haproxy", "-W", "-db", "-f", file),
                "Labels",
                Resources.labels(manifest.name(), "gateway"),
                "Configs",
                List.of(Spec.config(configuration().name(), file)),
                "StopGracePeriod",
                Spec.nanos(Duration.ofSeconds(25)),
                "Healthcheck",
                Spec.health(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        "CMD",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/" + PORT));
        var template = Spec.template(container, Spec.limits(0, 0), List.of(), List.of(Spec.network(network)));
        var published = Spec.port("host", manifest.spec().app().expose().port(), PORT);
        var service = Spec.service(
                service(),
                Resources.labels(manifest.name(), "gateway"),
                Spec.global(),
                Spec.dnsRoundRobin(List.of(published)),
                template);
        service.set("UpdateConfig", Spec.oneByOne());
        var update = manifest.spec().app().update();
        return DesiredService.of(service, Optional.empty(), update.failureAction(), update.deadline());
    }
}
