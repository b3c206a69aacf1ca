# Skep's counter. Build from the root of the checkout after the jar is made (nothing is fetched in here):
#   mvn -q -B -pl incrementor package && docker build -f Dockerfile.app -t skep/incrementor .

# A Java runtime of just the modules that are used. Those that jdeps names beyond them (desktop, sql, compiler, jfr) are
# asked for by parts of Logback, Gson and Netty that have no work here.
FROM eclipse-temurin:25-jdk AS runtime
RUN jlink --add-modules java.base,java.logging,java.management,java.naming,jdk.unsupported \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output /runtime

# Of Debian only what the runtime and the health check load: no package manager, no perl, a tenth of the size.
FROM debian:bookworm-slim AS root
COPY --from=runtime /runtime /opt/java
COPY incrementor/docker/ /tmp/docker/
COPY incrementor/target/incrementor.jar /opt/skep/incrementor.jar
RUN mv /tmp/docker/java.options /opt/skep/ && PATH=/opt/java/bin:$PATH /tmp/docker/train
RUN set -eu; mkdir /root-of-image; cd /root-of-image; \
    mkdir -p usr/bin usr/lib usr/lib64 usr/local/bin etc opt tmp; chmod 1777 tmp; \
    cp -a /opt/java /opt/skep opt/; cp /tmp/docker/healthy usr/local/bin/; \
    ln -s usr/bin bin; ln -s usr/lib lib; ln -s usr/lib64 lib64; \
    cp /bin/bash usr/bin/; ln -s bash usr/bin/sh; \
    find "$PWD/usr/bin" "$PWD/opt/java" -type f \( -name '*.so' -o -perm -u+x \) -exec ldd {} + \
      | grep -o '/[^ :]*\.so[^ :]*' | sort -u | while read -r library; do \
        case $library in "$PWD"/*) ;; *) cp -L --parents "$library" . ;; esac; \
      done; \
    echo 'skep:x:10001:10001:Skep:/:/bin/sh' > etc/passwd; \
    echo 'skep:x:10001:' > etc/group; \
    echo 'hosts: files dns' > etc/nsswitch.conf

FROM scratch
LABEL org.opencontainers.image.title="Skep incrementor" \
      org.opencontainers.image.description="A counter over HTTP, kept in Redis, that counts exactly once"
COPY --from=root /root-of-image /
ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s --retries=3 CMD ["/usr/local/bin/healthy"]
# Two C arenas, not eight a processor: a few MiB less.
ENV MALLOC_ARENA_MAX=2
ENTRYPOINT ["java", "@/opt/skep/java.options", "-XX:AOTCache=/opt/skep/incrementor.aot", "-jar", "/opt/skep/incrementor.jar"]
