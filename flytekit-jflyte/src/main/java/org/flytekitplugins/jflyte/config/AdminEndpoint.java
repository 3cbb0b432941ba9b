package org.flytekitplugins.jflyte.config;

import java.util.Locale;
import java.util.Optional;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Where flyteadmin listens.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param plaintext whether the endpoint itself says that there is no TLS ({@code http:}) or that
 *     there is ({@code https:}); empty if it leaves that open
 */
public record AdminEndpoint(String host, int port, Optional<Boolean> plaintext) {
  private static final String FORMS =
      "write dns:///HOST:PORT, HOST:PORT or https://HOST, like dns:///flyte.example.com:443";

  /**
   * The endpoint of a text, in any form that stock jflyte or flytectl takes: {@code
   * dns:///host:port}, {@code host:port}, {@code https://host}, {@code http://host:port}. Without a
   * port it is 443, and 80 for {@code http:}.
   *
   * @param text what was configured
   * @param field what it was configured by, for the message
   * @return the endpoint
   * @throws JflyteException if it is none
   */
  public static AdminEndpoint parse(String text, String field) {
    String rest = text.strip();
    Optional<Boolean> plaintext = Optional.empty();
    int scheme = rest.indexOf(":/");
    if (scheme >= 0) {
      switch (rest.substring(0, scheme).toLowerCase(Locale.ROOT)) {
        case "dns", "passthrough" -> {}
        case "http" -> plaintext = Optional.of(true);
        case "https" -> plaintext = Optional.of(false);
        default -> throw malformed(text, field, "has a scheme that is not dns, http or https");
      }
      rest = rest.substring(scheme + 1);
      while (rest.startsWith("/")) {
        rest = rest.substring(1);
      }
    } else if (rest.startsWith("dns:")) {
      rest = rest.substring("dns:".length());
    }
    while (rest.endsWith("/")) {
      rest = rest.substring(0, rest.length() - 1);
    }
    return parse(rest, text, field, plaintext);
  }

  private static AdminEndpoint parse(
      String authority, String text, String field, Optional<Boolean> plaintext) {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    boolean hasPort = colon > bracket && (bracket >= 0 || authority.indexOf(':') == colon);
    String host = hasPort ? authority.substring(0, colon) : authority;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw malformed(text, field, "names no host");
    }
    for (int i = 0; i < authority.length(); i++) {
      char c = authority.charAt(i);
      if (c <= ' ' || c == '/' || c == '?' || c == '#' || c == '@' || c > '~') {
        throw malformed(text, field, "has a character that no host has");
      }
    }
    int port = plaintext.orElse(false) ? 80 : 443;
    return new AdminEndpoint(
        host, hasPort ? port(authority.substring(colon + 1), text, field) : port, plaintext);
  }

  private static int port(String digits, String text, String field) {
    try {
      int port = Integer.parseInt(digits);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw malformed(text, field, "has a port that is not a number from 1 to 65535");
  }

  // A user may have written a password into a URL: it is not repeated.
  private static JflyteException malformed(String text, String field, String fault) {
    String shown = text.indexOf('@') >= 0 ? "" : " \"" + text + "\"";
    return new JflyteException(field + shown + " " + fault + ": " + FORMS);
  }

  /** The same in the form that stock jflyte and flytectl take. */
  public String target() {
    return "dns:///" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return target();
  }
}
