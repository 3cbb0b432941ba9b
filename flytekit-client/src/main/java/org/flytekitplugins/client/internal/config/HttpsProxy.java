package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.kubeflow.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that connections are tunnelled through: that of {@code HTTPS_PROXY}, which {@code
 * NO_PROXY} keeps away from some hosts, as flytectl reads both.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config">Go's rules</a>
 */
@AutoValue
public abstract class HttpsProxy {
  private static final String VARIABLE = "HTTPS_PROXY";
  private static final String EXCEPTIONS = "NO_PROXY";
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern PORT = Pattern.compile("(.+):([0-9]{1,5})");

  HttpsProxy() {}

  /** The field or variable that names it, for messages. */
  public abstract String source();

  /** A name or an address. */
  public abstract String host();

  /** 1 to 65535. */
  public abstract int port();

  /** What of the URL stands before the host, as it stands there; null for nothing. */
  abstract @Nullable String userInfo();

  /** Hosts that are reached without it, in {@code NO_PROXY}'s form. */
  abstract List<String> exceptions();

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
    @Nullable String exceptions = variable(EXCEPTIONS, env);
    List<String> hosts = new ArrayList<>();
    for (String host : (exceptions == null ? "" : exceptions).split("[,\\s]+", -1)) {
      if (!host.isEmpty()) {
        hosts.add(host.toLowerCase(Locale.ROOT));
      }
    }
    return parse(url, VARIABLE, hosts);
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
    return parse(url, source, List.of());
  }

  private static HttpsProxy parse(String url, String source, List<String> exceptions) {
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
        List.copyOf(exceptions));
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
    String name = host.toLowerCase(Locale.ROOT);
    @Nullable InetAddress address = address(name);
    if (name.equals("localhost") || (address != null && address.isLoopbackAddress())) {
      return false;
    }
    return exceptions().stream().noneMatch(each -> excepts(each, name, address, port));
  }

  private static boolean excepts(
      String exception, String name, @Nullable InetAddress address, int port) {
    if (exception.equals("*")) {
      return true;
    }
    String host = exception;
    Matcher withPort = PORT.matcher(exception);
    if (withPort.matches() && (withPort.group(1).indexOf(':') < 0 || exception.startsWith("["))) {
      if (Integer.parseInt(withPort.group(2)) != port) {
        return false;
      }
      host = withPort.group(1);
    }
    host = host.replaceAll("[\\[\\]]", "");
    if (address != null) {
      return isWithin(address, host);
    }
    String domain = host.startsWith("*.") ? host.substring(1) : host;
    return domain.startsWith(".")
        ? name.endsWith(domain)
        : name.equals(domain) || name.endsWith("." + domain);
  }

  /** Whether an address is another, or of a network like {@code 10.0.0.0/8}. */
  private static boolean isWithin(InetAddress address, String network) {
    int slash = network.indexOf('/');
    @Nullable InetAddress first = address(slash < 0 ? network : network.substring(0, slash));
    if (first == null || first.getAddress().length != address.getAddress().length) {
      return false;
    }
    byte[] one = first.getAddress();
    byte[] other = address.getAddress();
    int bits = one.length * Byte.SIZE;
    if (slash >= 0) {
      String said = network.substring(slash + 1);
      if (!said.matches("[0-9]{1,3}") || Integer.parseInt(said) > bits) {
        return false;
      }
      bits = Integer.parseInt(said);
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if ((one[i / Byte.SIZE] & mask) != (other[i / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The address that a text is; null for a name, which is not looked up. */
  private static @Nullable InetAddress address(String text) {
    try {
      return ADDRESS.matcher(text).matches() ? InetAddress.getByName(text) : null;
    } catch (UnknownHostException e) {
      return null;
    }
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
