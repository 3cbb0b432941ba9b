package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the tracking server is, and how to get in, by the variables of MLflow's own clients. */
final class ServerAddress {
  static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
  private static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
  private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

  private final String base;
  private final @Nullable String authorization;

  private ServerAddress(String base, @Nullable String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /**
   * What an environment says.
   *
   * @return null if it names no server
   * @throws IllegalArgumentException if what it names is none that can be called; the message has
   *     nothing of it that may be secret
   */
  static @Nullable ServerAddress of(Map<String, String> environment) {
    String text = said(environment, URI_VARIABLE);
    if (text.isEmpty()) {
      return null;
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(URI_VARIABLE + " is no URI: write http://HOST:PORT");
    }
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null) {
      throw new IllegalArgumentException(
          URI_VARIABLE
              + " names no server but "
              + (uri.getScheme() == null ? "a path" : "something of scheme " + uri.getScheme())
              + ": write http://HOST:PORT or https://HOST:PORT");
    }
    return new ServerAddress(base(uri), authorization(environment, uri.getUserInfo()));
  }

  // Without the user, the query and the fragment.
  private static String base(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + path;
  }

  private static @Nullable String authorization(
      Map<String, String> environment, @Nullable String userInfo) {
    String username = said(environment, USERNAME);
    String password = said(environment, PASSWORD);
    String token = said(environment, TOKEN);
    if (!username.isEmpty() && !password.isEmpty()) {
      return basic(username + ":" + password);
    }
    if (!token.isEmpty()) {
      return "Bearer " + sendable(token);
    }
    return userInfo == null ? null : basic(userInfo);
  }

  // The JDK's client refuses it, too, and repeats it.
  private static String sendable(String token) {
    if (!token.chars().allMatch(c -> c >= '!' && c <= '~')) {
      throw new IllegalArgumentException(
          TOKEN
              + " has a line break or another character that no header can carry: put the token"
              + " there alone, in one line");
    }
    return token;
  }

  private static String basic(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  private static String said(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "").strip();
  }

  /** The value of the header of that name; null for none. */
  @Nullable String authorization() {
    return authorization;
  }

  URI api(String path) {
    return URI.create(base + "/api/2.0/mlflow/" + path);
  }

  /** Where people look at a run. */
  String page(String experiment, String run) {
    return base + "/#/experiments/" + experiment + "/runs/" + run;
  }

  /** The server's URI, without what lets its reader in. */
  @Override
  public String toString() {
    return base;
  }
}
