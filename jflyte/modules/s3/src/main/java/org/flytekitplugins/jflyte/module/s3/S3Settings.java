package org.flytekitplugins.jflyte.module.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What an environment says of S3: Flyte's own variables before those of all AWS SDKs. Credentials
 * that are not Flyte's are left to the SDK, which also reads profiles, roles and the services of
 * clusters.
 */
record S3Settings(Map<String, String> environment) {
  static final String ENDPOINT = "FLYTE_AWS_ENDPOINT";
  static final String ACCESS_KEY_ID = "FLYTE_AWS_ACCESS_KEY_ID";
  static final String SECRET_ACCESS_KEY = "FLYTE_AWS_SECRET_ACCESS_KEY";

  private static final int ATTEMPTS = 5;

  S3Settings {
    environment = Map.copyOf(environment);
  }

  /** Where S3 is; null: where Amazon has it in that region. */
  @Nullable URI endpoint() {
    String name = ENDPOINT;
    String endpoint = value(name);
    if (endpoint == null
        && !"true".equalsIgnoreCase(value("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))) {
      name = "AWS_ENDPOINT_URL_S3";
      endpoint = value(name);
      if (endpoint == null) {
        name = "AWS_ENDPOINT_URL";
        endpoint = value(name);
      }
    }
    if (endpoint == null) {
      return null;
    }
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() != null && ("http".equals(uri.getScheme()) || isTls(uri))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw notAnEndpoint(name, e);
    }
    throw notAnEndpoint(name, null);
  }

  private static boolean isTls(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private static StorageException notAnEndpoint(String name, @Nullable Exception cause) {
    return new StorageException(
        name + " is no address of a server: write http://minio.example.com:9000, for example",
        cause);
  }

  /**
   * Whether the bucket is the first part of the path: servers that are not Amazon's want it there.
   */
  static boolean isPathStyle(@Nullable URI endpoint) {
    if (endpoint == null) {
      return false;
    }
    String host = endpoint.getHost();
    return !host.endsWith(".amazonaws.com") && !host.endsWith(".amazonaws.com.cn");
  }

  /** The region that the environment names; null if it does not. */
  @Nullable String region() {
    String region = value("AWS_REGION");
    return region == null ? value("AWS_DEFAULT_REGION") : region;
  }

  /** Whether a profile of a file may have something to say. */
  boolean hasProfile() {
    return value("AWS_PROFILE") != null;
  }

  /** Flyte's own access key, and its secret; null: the SDK knows where to look. */
  @Nullable String @Nullable [] keys() {
    String id = value(ACCESS_KEY_ID);
    String secret = value(SECRET_ACCESS_KEY);
    if (id == null && secret == null) {
      return null;
    }
    if (id == null || secret == null) {
      throw new StorageException(
          (id == null ? SECRET_ACCESS_KEY : ACCESS_KEY_ID)
              + " is set, but "
              + (id == null ? ACCESS_KEY_ID : SECRET_ACCESS_KEY)
              + " is not: set both, or none for the credentials that the pod or the machine has");
    }
    return new String[] {id, secret};
  }

  /** Whether a service account's role is to be taken, and nothing more fixed is there. */
  boolean hasRoleOfServiceAccount() {
    return value("AWS_ROLE_ARN") != null
        && value("AWS_WEB_IDENTITY_TOKEN_FILE") != null
        && value("AWS_ACCESS_KEY_ID") == null;
  }

  /** How often a request is tried. */
  int attempts() {
    String attempts = value("AWS_MAX_ATTEMPTS");
    if (attempts == null) {
      return ATTEMPTS;
    }
    try {
      int number = Integer.parseInt(attempts.strip());
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw notANumber(e);
    }
    throw notANumber(null);
  }

  private static StorageException notANumber(@Nullable Exception cause) {
    return new StorageException(
        "AWS_MAX_ATTEMPTS is not a number from 1 on: set it to 5, say", cause);
  }

  private @Nullable String value(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
