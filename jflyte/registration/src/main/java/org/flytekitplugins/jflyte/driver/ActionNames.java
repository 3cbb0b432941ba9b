package org.flytekitplugins.jflyte.driver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of actions by the nodes that they run: the same ones in every process, so that a driver
 * that starts again finds what it has started. A node's id where that can be a name, else a part of
 * it and a hash of the whole path, behind two dashes, which no id that is a name has.
 */
final class ActionNames {
  /** What a run begins with. */
  static final String ROOT = "a0";

  /**
   * The longest one. Flyte 2 takes 30, but names of replicas are made of it too, which may have 63
   * letters: a run's 30, a dash, this, {@code -0-evaluator-9} hardly.
   */
  static final int LONGEST = 24;

  private static final String DIGITS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int HASH = 8;
  private static final String MARK = "--";
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern NO_LABEL = Pattern.compile("[^a-z0-9]+");

  private final String parent;

  /**
   * @param parent the name of the action that the driver is: names are unique in a run, in which
   *     there may be more than one driver
   */
  ActionNames(String parent) {
    this.parent = parent;
  }

  /**
   * The name of the action of a node.
   *
   * @param path the ids of the nodes that it is in, and its own
   */
  String of(List<String> path) {
    String id = path.get(path.size() - 1);
    return path.size() == 1 && parent.equals(ROOT) && isName(id) ? id : hashed(path, id);
  }

  private static boolean isName(String id) {
    return id.length() <= LONGEST
        && NAME.matcher(id).matches()
        && !id.contains(MARK)
        && !id.equals(ROOT);
  }

  private String hashed(List<String> path, String id) {
    String label = NO_LABEL.matcher(id.toLowerCase(Locale.ROOT)).replaceAll("-");
    String begin = label.replaceAll("^[^a-z]+", "");
    int room = LONGEST - MARK.length() - HASH;
    String shown = begin.substring(0, Math.min(begin.length(), room)).replaceAll("-$", "");
    return (shown.isEmpty() ? "node" : shown) + MARK + hash(path);
  }

  private String hash(List<String> path) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    add(digest, parent);
    path.forEach(id -> add(digest, id));
    byte[] bytes = digest.digest();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < HASH; i++) {
      text.append(DIGITS.charAt(bytes[i] & 31));
    }
    return text.toString();
  }

  // Each with its length: of ["a", "bc"] and ["ab", "c"] there are two names.
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ':');
    digest.update(bytes);
  }
}
