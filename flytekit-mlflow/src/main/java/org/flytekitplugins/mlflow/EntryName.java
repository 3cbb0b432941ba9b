package org.flytekitplugins.mlflow;

import java.util.regex.Pattern;

/** Names of metrics and parameters, as a tracking server takes them. */
final class EntryName {
  private static final int LONGEST = 250;
  // All versions of the server take these; some more, too.
  private static final Pattern REFUSED = Pattern.compile("[^\\p{L}\\p{N}_\\-. /]");
  // The server normalises them as paths, and refuses what is not as before.
  private static final Pattern NO_PATH = Pattern.compile("(^|/)\\.*(?=/|$)");

  private EntryName() {}

  /** The name itself, if the server takes it; else what is most like it. */
  static String of(String name) {
    String allowed = REFUSED.matcher(name).replaceAll("_");
    String path = NO_PATH.matcher(allowed).replaceAll("$1_");
    return path.length() > LONGEST ? path.substring(0, LONGEST - 1) + "_" : path;
  }
}
