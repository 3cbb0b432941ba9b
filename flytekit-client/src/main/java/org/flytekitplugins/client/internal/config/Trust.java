package org.flytekitplugins.client.internal.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates are believed. {@code admin.caCertFilePath} names the only authorities for
 * flyteadmin, as for flytectl; a token server or storage may be anybody's, so there they are
 * believed beside those of the JVM. Those of {@code SSL_CERT_FILE} are believed beside the JVM's in
 * any case.
 */
public final class Trust {
  private Trust() {}

  /**
   * Whom flyteadmin's certificate has to come from.
   *
   * @param config names files
   * @return null for the authorities of the JVM
   * @throws SentenceException if a file cannot be read
   */
  public static TrustManager @Nullable [] ofFlyteadmin(AdminConfig config) {
    @Nullable Path only = config.caCertificates();
    return only != null
        ? managers(certificates(only, "admin.caCertFilePath"))
        : besideTheJvms(config, List.of());
  }

  /**
   * How TLS is spoken with another server, such as one that gives tokens.
   *
   * @param config names files
   * @return null for the JVM's own way
   * @throws SentenceException if a file cannot be read
   */
  public static @Nullable SSLContext ofOthers(AdminConfig config) {
    @Nullable Path file = config.caCertificates();
    TrustManager @Nullable [] managers =
        besideTheJvms(
            config, file == null ? List.of() : certificates(file, "admin.caCertFilePath"));
    if (managers == null) {
      return null;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager @Nullable [] besideTheJvms(
      AdminConfig config, List<Certificate> certificates) {
    List<Certificate> all = new ArrayList<>(certificates);
    @Nullable Path more = config.moreCaCertificates();
    if (more != null) {
      all.addAll(certificates(more, AdminConfigReader.CERTIFICATES));
    }
    if (all.isEmpty()) {
      return null;
    }
    for (TrustManager manager : managers((KeyStore) null)) {
      if (manager instanceof X509TrustManager) {
        all.addAll(List.of(((X509TrustManager) manager).getAcceptedIssuers()));
      }
    }
    return managers(all);
  }

  private static List<Certificate> certificates(Path file, String source) {
    try (InputStream pem = Files.newInputStream(file)) {
      List<Certificate> certificates =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, source, e);
    }
    throw unreadable(file, source, null);
  }

  private static SentenceException unreadable(Path file, String source, @Nullable Exception cause) {
    return new SentenceException(
        "cannot read the certificates in "
            + file
            + ", which "
            + source
            + " names: give a PEM file that is readable",
        cause);
  }

  private static TrustManager[] managers(List<Certificate> certificates) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry(String.valueOf(store.size()), certificate);
      }
      return managers(store);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
