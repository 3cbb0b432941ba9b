package org.flytekitplugins.jflyte.execution.storage;

import java.nio.charset.StandardCharsets;

/** File names as parts of URIs. */
public final class UriText {
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@";
  private static final String HEX = "0123456789ABCDEF";

  private UriText() {}

  /** A file name, so that it is one part of a URI whatever is in it. */
  static String encode(String name) {
    return encode(name, PLAIN);
  }

  /** Where something in a folder is, whether or not the folder's URI ends in a slash. */
  public static String under(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** A URI as somebody wrote it, with escapes where a URI must have them. */
  static String legal(String uri) {
    return encode(uri, PLAIN + "/%?#[]");
  }

  private static String encode(String text, String plain) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && plain.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }
}
