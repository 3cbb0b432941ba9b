package org.flytekitplugins.spi.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy: this machine, and those of {@code NO_PROXY}, read as
 * flytectl reads it.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config">Go's rules</a>
 */
public final class ProxyExceptions {
  /** Only this machine. */
  public static final ProxyExceptions NONE = new ProxyExceptions(Collections.emptyList());

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern PORT = Pattern.compile("(.+):([0-9]{1,5})");

  private final List<String> hosts;

  private ProxyExceptions(List<String> hosts) {
    this.hosts = hosts;
  }

  /**
   * Those of a list.
   *
   * @param noProxy hosts, domains, addresses and networks between commas; null for none
   */
  public static ProxyExceptions of(@Nullable String noProxy) {
    List<String> hosts = new ArrayList<>();
    for (String host : (noProxy == null ? "" : noProxy).split("[,\\s]+", -1)) {
      if (!host.isEmpty()) {
        hosts.add(host.toLowerCase(Locale.ROOT));
      }
    }
    return new ProxyExceptions(hosts);
  }

  /**
   * Whether a host is reached without a proxy.
   *
   * @param host a name or an address, without brackets
   * @param port the port of it
   */
  public boolean contains(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    @Nullable InetAddress address = address(name);
    return name.equals("localhost")
        || (address != null && address.isLoopbackAddress())
        || hosts.stream().anyMatch(each -> excepts(each, name, address, port));
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyExceptions && hosts.equals(((ProxyExceptions) other).hosts);
  }

  @Override
  public int hashCode() {
    return hosts.hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", hosts);
  }
}
