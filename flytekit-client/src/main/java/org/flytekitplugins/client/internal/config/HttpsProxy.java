package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.spi.internal.ProxyExceptions;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that connections are tunnelled through: that of {@code HTTPS_PROXY}, which {@code
 * NO_PROXY} keeps away from some hosts, as flytectl reads both.
 */
@AutoValue
public abstract class HttpsProxy {
  private static final String VARIABLE = "HTTPS_PROXY";
  private static final String EXCEPTIONS = "NO_PROXY";

  HttpsProxy() {}

  /** The field or variable that names it, for messages. */
  public abstract String source();

  /** A name or an address. */
  public abstract String host();

  /** 1 to 65535. */
  public abstract int port();

  /** What of the URL stands before the host, as it stands there; null for nothing. */
  abstract @Nullable String userInfo();

  /** Hosts that are reached without it. */
  abstract ProxyExceptions exceptions();

  /**
   * The proxy that an environment names.
   *
   * @param env the environment; of two spellings of a variable the one in capitals wins
   * @return the proxy, or null for none
   * @throws SentenceException if what is named cannot be a proxy
   */
  static @Nullable HttpsProxy of(Map<String, String> env) {
    @Nullable String url = variable(VARIABLE, env);
    if (url == null) {
      return null;
    }
    return parse(url, VARIABLE, ProxyExceptions.of(variable(EXCEPTIONS, env)));
  }

  /**
   * The proxy of a URL, for all hosts.
   *
   * @param url like {@code http://proxy.example.com:3128}
   * @param source what named it, for messages
   * @return the proxy
   * @throws SentenceException if it cannot be one
   */
  static HttpsProxy of(String url, String source) {
    return parse(url, source, ProxyExceptions.NONE);
  }

  private static HttpsProxy parse(String url, String source, ProxyExceptions exceptions) {
    URI uri;
    try {
      uri = new URI(url.contains("://") ? url : "http://" + url);
    } catch (URISyntaxException e) {
      throw malformed(url, source, "is no URL");
    }
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      throw malformed(url, source, "is spoken to by another protocol than HTTP");
    }
    if (uri.getHost() == null || uri.getPort() > 65535 || uri.getPort() == 0) {
      throw malformed(url, source, "names no host, or no port that there is");
    }
    return new AutoValue_HttpsProxy(
        source,
        uri.getHost().replaceAll("[\\[\\]]", ""),
        uri.getPort() < 0 ? 80 : uri.getPort(),
        uri.getRawUserInfo(),
        exceptions);
  }

  // The password is not repeated.
  private static SentenceException malformed(String url, String source, String fault) {
    return new SentenceException(
        source
            + " \""
            + ShownUri.of(url)
            + "\" "
            + fault
            + ": write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT");
  }

  /**
   * Whether a host is reached through it. This machine never is.
   *
   * @param host a name or an address, without brackets
   * @param port the port of it
   */
  public boolean isFor(String host, int port) {
    return !exceptions().contains(host, port);
  }

  /**
   * Its address, looked up now.
   *
   * @throws UnknownHostException if nobody knows its host; the message is a part of a sentence
   */
  public InetSocketAddress address() throws UnknownHostException {
    InetSocketAddress address = new InetSocketAddress(host(), port());
    if (address.isUnresolved()) {
      throw new UnknownHostException("nobody knows the host of the proxy " + this);
    }
    return address;
  }

  /** The user that it wants to know; null if it wants none. */
  public @Nullable String user() {
    return part(0);
  }

  /** The user's password; null if it wants none. */
  public @Nullable String password() {
    return part(1);
  }

  private @Nullable String part(int place) {
    @Nullable String pair = userInfo();
    String[] parts = pair == null ? new String[0] : pair.split(":", 2);
    // A plus is a plus: this is no form.
    return place < parts.length
        ? URLDecoder.decode(parts[place].replace("+", "%2B"), StandardCharsets.UTF_8)
        : null;
  }

  /** The value of a header that says who the user is; null if it wants none. */
  public @Nullable String authorization() {
    @Nullable String user = user();
    if (user == null) {
      return null;
    }
    String pair = user + ":" + Objects.requireNonNullElse(password(), "");
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String variable(String name, Map<String, String> env) {
    String capitals = env.getOrDefault(name, "");
    String value =
        capitals.isBlank() ? env.getOrDefault(name.toLowerCase(Locale.ROOT), "") : capitals;
    return value.isBlank() ? null : value.strip();
  }

  /** The proxy in a message, without its user. */
  @Override
  public final String toString() {
    return "http://"
        + (host().indexOf(':') >= 0 ? "[" + host() + "]" : host())
        + ":"
        + port()
        + " of "
        + source();
  }
}
