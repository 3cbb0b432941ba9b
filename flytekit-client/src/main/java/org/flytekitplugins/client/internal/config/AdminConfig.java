package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where flyteadmin is and how to get in. */
@AutoValue
public abstract class AdminConfig {
  AdminConfig() {}

  /**
   * A configuration.
   *
   * @param endpoint where it listens
   * @param insecure whether it is spoken to without TLS
   * @param insecureSkipVerify whether any certificate is taken
   * @param caCertificates a PEM file of the only authorities to trust; null for those of the JVM
   * @param authentication how to get a token
   * @param authorizationHeader the metadata key of the token; null for what flyteadmin says, or
   *     {@code flyte-authorization}
   */
  public static AdminConfig of(
      AdminEndpoint endpoint,
      boolean insecure,
      boolean insecureSkipVerify,
      @Nullable Path caCertificates,
      Authentication authentication,
      @Nullable String authorizationHeader) {
    return new AutoValue_AdminConfig(
        endpoint,
        insecure,
        insecureSkipVerify,
        caCertificates,
        authentication,
        authorizationHeader);
  }

  /**
   * A server without TLS and tokens, as a sandbox is.
   *
   * @param endpoint like {@code dns:///localhost:30080}
   * @return its configuration
   */
  public static AdminConfig plaintext(String endpoint) {
    return AdminConfig.of(
        AdminEndpoint.parse(endpoint, "endpoint"),
        true,
        false,
        null,
        Authentication.None.of(),
        null);
  }

  /** Where it listens. */
  public abstract AdminEndpoint endpoint();

  /** Whether it is spoken to without TLS. */
  public abstract boolean insecure();

  /** Whether any certificate is taken. */
  public abstract boolean insecureSkipVerify();

  /** A PEM file of the only authorities to trust; null for those of the JVM. */
  public abstract @Nullable Path caCertificates();

  /** How to get a token. */
  public abstract Authentication authentication();

  /** The metadata key of the token; null for what flyteadmin says. */
  public abstract @Nullable String authorizationHeader();

  /** The same with another way to get a token. */
  public AdminConfig with(Authentication other) {
    return of(
        endpoint(),
        insecure(),
        insecureSkipVerify(),
        caCertificates(),
        other,
        authorizationHeader());
  }
}
