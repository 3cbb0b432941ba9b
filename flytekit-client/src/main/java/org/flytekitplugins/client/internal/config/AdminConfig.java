package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.time.Duration;
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
    return new AutoValue_AdminConfig.Builder()
        .endpoint(endpoint)
        .insecure(insecure)
        .insecureSkipVerify(insecureSkipVerify)
        .caCertificates(caCertificates)
        .authentication(authentication)
        .authorizationHeader(authorizationHeader)
        .build();
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

  /** A PEM file of authorities to trust beside those of the JVM; null for none. */
  public abstract @Nullable Path moreCaCertificates();

  /** The proxy on the way to flyteadmin and to whoever gives tokens; null for the JVM's. */
  public abstract @Nullable HttpsProxy proxy();

  /** The proxy on the way to whoever gives tokens; null for {@link AdminConfig#proxy}. */
  public abstract @Nullable HttpsProxy tokenProxy();

  /** How to get a token. */
  public abstract Authentication authentication();

  /** The metadata key of the token; null for what flyteadmin says. */
  public abstract @Nullable String authorizationHeader();

  /** How often a call is tried; null for what the caller thinks right. */
  public abstract @Nullable Integer maxRetries();

  /** How long one try may take; null for what the caller thinks right. */
  public abstract @Nullable Duration perRetryTimeout();

  /** How long it is waited at most between two tries; null for what the caller thinks right. */
  public abstract @Nullable Duration maxBackoffDelay();

  /** Where Flyte's console is; null for beside flyteadmin. */
  public abstract @Nullable String console();

  /** Which Flyte it is, 1 or 2; null for whichever answers. */
  public abstract @Nullable Integer flyte();

  abstract Builder toBuilder();

  /** The same with another Flyte. */
  public AdminConfig withFlyte(@Nullable Integer other) {
    return toBuilder().flyte(other).build();
  }

  /** The same with another way to get a token. */
  public AdminConfig with(Authentication other) {
    return toBuilder().authentication(other).build();
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder endpoint(AdminEndpoint endpoint);

    abstract Builder insecure(boolean insecure);

    abstract Builder insecureSkipVerify(boolean skip);

    abstract Builder caCertificates(@Nullable Path authorities);

    abstract Builder moreCaCertificates(@Nullable Path authorities);

    abstract Builder proxy(@Nullable HttpsProxy proxy);

    abstract Builder tokenProxy(@Nullable HttpsProxy proxy);

    abstract Builder authentication(Authentication authentication);

    abstract Builder authorizationHeader(@Nullable String header);

    abstract Builder maxRetries(@Nullable Integer tries);

    abstract Builder perRetryTimeout(@Nullable Duration timeout);

    abstract Builder maxBackoffDelay(@Nullable Duration delay);

    abstract Builder console(@Nullable String url);

    abstract Builder flyte(@Nullable Integer flyte);

    abstract AdminConfig build();
  }
}
