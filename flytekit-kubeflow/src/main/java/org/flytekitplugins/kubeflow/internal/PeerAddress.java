package org.flytekitplugins.kubeflow.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a replica listens: {@code host:port}, an IPv6 address in brackets. */
public final class PeerAddress {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[[0-9A-Fa-f:.]+(?:%[^\\s\\[\\]]+)?\\]|[^\\s:/@\\[\\]]+):(?<port>[1-9][0-9]{0,4})");
  private static final int LARGEST_PORT = 65535;

  private PeerAddress() {}

  /** Whether a text is one: without a scheme, and with a port that can be connected to. */
  public static boolean isAddress(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group("port")) <= LARGEST_PORT;
  }
}
