package dev.skep.cli;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Gives certificates to an engine on loopback and to who speaks to it, as {@code openssl} would. */
public record Authority(KeyPair keys, X509Certificate certificate) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    public static Authority named(String name) {
        var keys = newKeys();
        return new Authority(keys, certificate(name, name, keys, keys));
    }

    /** What a server needs that speaks only to who shows a certificate of this authority. */
    public HttpsConfigurator bothWays() {
        return new HttpsConfigurator(server()) {
            @Override
            public void configure(HttpsParameters parameters) {
                var needed = getSSLContext().getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        };
    }

    private SSLContext server() {
        try {
            var keys = newKeys();
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setCertificateEntry("authority", certificate);
            store.setKeyEntry(
                    "server", keys.getPrivate(), PASSWORD, new X509Certificate[] {issue("engine", keys), certificate});
            var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(store, PASSWORD);
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the three files that {@code DOCKER_CERT_PATH} holds. */
    public void writeClient(Path folder) {
        var keys = newKeys();
        writeAuthority(folder);
        write(folder.resolve("cert.pem"), issue("client", keys));
        write(folder.resolve("key.pem"), keys.getPrivate());
    }

    void writeAuthority(Path folder) {
        write(folder.resolve("ca.pem"), certificate);
    }

    private X509Certificate issue(String name, KeyPair subject) {
        return certificate(certificate.getSubjectX500Principal().getName().substring(3), name, keys, subject);
    }

    private static X509Certificate certificate(String issuer, String name, KeyPair issuers, KeyPair subject) {
        var now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                            new X500Principal("CN=" + issuer),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            new X500Principal("CN=" + name),
                            subject.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(issuers.equals(subject)))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            var signer = new JcaContentSignerBuilder("SHA256withRSA").build(issuers.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, Object content) {
        var text = new StringWriter();
        try {
            try (var pem = new JcaPEMWriter(text)) {
                pem.writeObject(content);
            }
            Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
