package org.flytekitplugins.spi.internal;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** URIs in messages, without what lets their reader in: messages end up in logs. */
public final class ShownUri {
  // Up to the last @ of the authority: a password may have one in it.
  private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:/+)?[^/?#]*@");

  private ShownUri() {}

  /**
   * A URI as a message may show it: without user and password, and without its query, in which
   * signatures and tokens are.
   *
   * @param uri what somebody wrote, whether or not it is a URI
   */
  public static String of(String uri) {
    if (uri.startsWith("file:")) {
      return uri;
    }
    Matcher user = USER.matcher(uri);
    String shown =
        user.find()
            ? Objects.requireNonNullElse(user.group(1), "") + "…@" + uri.substring(user.end())
            : uri;
    int query = shown.indexOf('?');
    return query < 0 ? shown : shown.substring(0, query) + "?…";
  }
}
