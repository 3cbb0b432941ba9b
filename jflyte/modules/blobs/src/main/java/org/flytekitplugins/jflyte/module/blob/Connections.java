package org.flytekitplugins.jflyte.module.blob;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.spi.StorageException;
import org.flytekitplugins.spi.internal.ProxyExceptions;
import org.jspecify.annotations.Nullable;

/**
 * Connections to a cloud, which go through the proxy of {@code HTTPS_PROXY} unless {@code NO_PROXY}
 * has their host. What the clouds' own libraries make of these variables is nothing, or not what
 * flytectl makes of them: no domains, no networks. Without TLS a server is one of the cluster's
 * own, and is reached without.
 */
public final class Connections {
  private static final String PROXY = "HTTPS_PROXY";
  private static final String EXCEPTIONS = "NO_PROXY";
  private static final int HTTP_PORT = 80;
  private static final int LARGEST_PORT = 65_535;

  private final @Nullable Proxy proxy;
  private final @Nullable Authenticator user;
  private final @Nullable ProxyExceptions exceptions;

  /**
   * Connections as an environment has them.
   *
   * @throws StorageException if what it names cannot be a proxy
   */
  public Connections(Map<String, String> environment) {
    String named = value(environment, PROXY);
    URI uri = named == null ? null : uri(named);
    proxy =
        uri == null
            ? null
            : new Proxy(
                Proxy.Type.HTTP,
                new InetSocketAddress(
                    uri.getHost(), uri.getPort() < 0 ? HTTP_PORT : uri.getPort()));
    user = uri == null || uri.getRawUserInfo() == null ? null : user(uri.getRawUserInfo());
    exceptions = uri == null ? null : ProxyExceptions.of(value(environment, EXCEPTIONS));
  }

  private static URI uri(String named) {
    try {
      URI uri = new URI(named.contains("://") ? named : "http://" + named);
      if ("http".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() != 0
          && uri.getPort() <= LARGEST_PORT) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // It repeats the value, in which there may be a password.
    }
    throw new StorageException(
        PROXY + " cannot be a proxy: write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT");
  }

  private static Authenticator user(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    PasswordAuthentication user =
        new PasswordAuthentication(
            decoded(parts[0]), parts.length == 1 ? new char[0] : decoded(parts[1]).toCharArray());
    return new Authenticator() {
      @Override
      protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY ? user : null;
      }
    };
  }

  private static String decoded(String part) {
    // A plus is a plus: this is no form.
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * A connection that is not open yet.
   *
   * @throws IOException if there is none for such an address
   */
  public HttpURLConnection to(URL url) throws IOException {
    if (proxy == null || exceptions == null || !"https".equals(url.getProtocol())) {
      // Java's own settings, if there are any.
      return (HttpURLConnection) url.openConnection();
    }
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    if (exceptions.contains(url.getHost().replaceAll("[\\[\\]]", ""), port)) {
      return (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    }
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(proxy);
    if (user != null) {
      connection.setAuthenticator(user);
    }
    return connection;
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String capitals = environment.getOrDefault(name, "");
    String value =
        capitals.isBlank() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : capitals;
    return value.isBlank() ? null : value.strip();
  }
}
