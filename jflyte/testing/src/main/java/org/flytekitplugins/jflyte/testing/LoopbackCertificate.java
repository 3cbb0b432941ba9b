package org.flytekitplugins.jflyte.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for {@code localhost}, {@code 127.0.0.1} and other names, and the authority that
 * has signed it and nothing else; made by the JDK's {@code keytool}: the JDK has no other way to
 * make one.
 */
final class LoopbackCertificate {
  private static final String ALIAS = "flyteadmin";
  private static final String AUTHORITY = "authority";
  // Of a key that lives as long as the server does, in a folder only its user can read.
  private static final char[] PASSWORD = "loopback".toCharArray();

  private final KeyStore keys;
  private final Certificate authority;

  private LoopbackCertificate(KeyStore keys, Certificate authority) {
    this.keys = keys;
    this.authority = authority;
  }

  static LoopbackCertificate create(List<String> hosts) {
    try {
      Path folder = Files.createTempDirectory("local-flyteadmin");
      Path file = folder.resolve("keys.p12");
      try {
        keytool(file, AUTHORITY, "CN=An authority of its own", "BC=ca:true");
        StringBuilder names = new StringBuilder("SAN=DNS:localhost,IP:127.0.0.1");
        hosts.forEach(host -> names.append(",DNS:").append(host));
        keytool(file, ALIAS, "CN=localhost", names.toString(), "-signer", AUTHORITY);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
          keys.load(in, PASSWORD);
        }
        Certificate authority = keys.getCertificate(AUTHORITY);
        // A server with two keys may show either.
        keys.deleteEntry(AUTHORITY);
        return new LoopbackCertificate(keys, authority);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(
      Path file, String alias, String name, String extension, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                name,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("keytool made no certificate");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a server that shows it speaks TLS. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyManager[] keyManagers() {
    try {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority. */
  String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(authority.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
