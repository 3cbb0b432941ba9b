package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.spi.internal.ShownUri;

/** Where flyteadmin listens. */
@AutoValue
public abstract class AdminEndpoint {
  private static final Pattern FOREIGN = Pattern.compile("[@/?#]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
  // {{ .Values.host }}, ${HOST}, $HOST, <host>, %HOST%
  private static final Pattern PLACEHOLDER = Pattern.compile("[{}<>$]|%[A-Za-z_]+%");
  private static final String FORMS =
      "write dns:///HOST:PORT, HOST:PORT or https://HOST, like dns:///flyte.example.com:443";

  AdminEndpoint() {}

  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  public abstract String host();

  /** 1 to 65535. */
  public abstract int port();

  /**
   * Whether the endpoint itself says that there is no TLS ({@code http:}) or that there is ({@code
   * https:}); empty if it leaves that open.
   */
  public abstract Optional<Boolean> plaintext();

  /**
   * The endpoint of a text, in any form that stock jflyte or flytectl takes: {@code
   * dns:///host:port}, {@code host:port}, {@code https://host}, {@code http://host:port}. Without a
   * port it is 443, and 80 for {@code http:}.
   *
   * @param text what was configured
   * @param field what it was configured by, for the message
   * @return the endpoint
   * @throws SentenceException if it is none
   */
  public static AdminEndpoint parse(String text, String field) {
    String rest = text.strip();
    Optional<Boolean> plaintext = Optional.empty();
    int scheme = rest.indexOf(":/");
    if (scheme >= 0) {
      switch (rest.substring(0, scheme).toLowerCase(Locale.ROOT)) {
        case "dns":
        case "passthrough":
          break;
        case "http":
          plaintext = Optional.of(true);
          break;
        case "https":
          plaintext = Optional.of(false);
          break;
        default:
          throw malformed(text, field, "has a scheme that is not dns, http or https");
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
    if (FOREIGN.matcher(authority).find()) {
      throw malformed(text, field, "has a character that no host has");
    }
    int bracket = authority.lastIndexOf(']');
    int colon = authority.lastIndexOf(':');
    boolean isBare = authority.indexOf(':') != colon && ADDRESS.matcher(authority).matches();
    boolean hasPort = colon > bracket && !isBare;
    String host = hasPort ? authority.substring(0, colon) : authority;
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    if (isBracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty()) {
      throw malformed(text, field, "names no host");
    }
    if (PLACEHOLDER.matcher(authority).find()) {
      throw malformed(text, field, "has a placeholder that nobody has replaced");
    }
    if (isBare || isBracketed) {
      requireAddress(host, isBare, text, field);
    } else if (!NAME.matcher(host).matches()) {
      throw malformed(text, field, "has a character that no host has");
    }
    int port = plaintext.orElse(false) ? 80 : 443;
    return new AutoValue_AdminEndpoint(
        host, hasPort ? port(authority.substring(colon + 1), text, field) : port, plaintext);
  }

  private static void requireAddress(String host, boolean isBare, String text, String field) {
    if (!isAddress(host)) {
      throw malformed(text, field, "has an IPv6 address that is none");
    }
    // ::1:8089 is an address, but hardly the one that was meant.
    int last = host.lastIndexOf(':');
    if (isBare
        && isAddress(host.substring(0, last))
        && DIGITS.matcher(host.substring(last + 1)).matches()) {
      throw malformed(
          text,
          field,
          "may be an IPv6 address with a port or without: put the address in brackets");
    }
  }

  private static boolean isAddress(String host) {
    int zone = host.indexOf('%');
    String address = zone < 0 ? host : host.substring(0, zone);
    try {
      // In brackets nothing is looked up.
      return ADDRESS.matcher(host).matches()
          && InetAddress.getByName("[" + address + "]").getHostAddress() != null;
    } catch (UnknownHostException e) {
      return false;
    }
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

  // A user may have written a password or a token into a URL: it is not repeated.
  private static SentenceException malformed(String text, String field, String fault) {
    return new SentenceException(field + " \"" + ShownUri.of(text) + "\" " + fault + ": " + FORMS);
  }

  /**
   * The host and port alone: an IPv6 address is in brackets, which the path of a URI cannot have.
   */
  public String authority() {
    return (host().indexOf(':') >= 0 ? "[" + host() + "]" : host()) + ":" + port();
  }

  /** The same in the form that stock jflyte and flytectl take. */
  public String target() {
    return "dns:///" + authority();
  }

  @Override
  public final String toString() {
    return target();
  }
}
