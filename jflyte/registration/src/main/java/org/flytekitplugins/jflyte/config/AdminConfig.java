package org.flytekitplugins.jflyte.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where flyteadmin is and how to get in.
 *
 * @param endpoint where it listens
 * @param insecure whether it is spoken to without TLS
 * @param insecureSkipVerify whether any certificate is taken
 * @param caCertificates a PEM file of the only authorities to trust; null for those of the JVM
 * @param authentication how to get a token
 * @param authorizationHeader the metadata key of the token; null for what flyteadmin says, or
 *     {@code flyte-authorization}
 */
public record AdminConfig(
    AdminEndpoint endpoint,
    boolean insecure,
    boolean insecureSkipVerify,
    @Nullable Path caCertificates,
    Authentication authentication,
    @Nullable String authorizationHeader) {

  /**
   * A server without TLS and tokens, as a sandbox is.
   *
   * @param endpoint like {@code dns:///localhost:30080}
   * @return its configuration
   */
  public static AdminConfig plaintext(String endpoint) {
    return new AdminConfig(
        AdminEndpoint.parse(endpoint, "endpoint"),
        true,
        false,
        null,
        new Authentication.None(),
        null);
  }

  /** The same with another way to get a token. */
  public AdminConfig with(Authentication other) {
    return new AdminConfig(
        endpoint, insecure, insecureSkipVerify, caCertificates, other, authorizationHeader);
  }
}
