package org.flytekitplugins.kubeflow;

import java.util.regex.Pattern;

/**
 * The grammar of container image references, as the registry protocol defines it, and of the names
 * that registration resolves.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/reference.go">reference.go</a>
 * @see <a
 *     href="https://github.com/opencontainers/go-digest/blob/master/algorithm.go">algorithm.go</a>
 */
public final class ImageReference {
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final String HOST = LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-fA-F:]+\\]";
  private static final String PATH = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";
  private static final String DIGEST =
      "(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})";
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:(?:"
              + HOST
              + ")(?::[0-9]+)?/)?" // registry
              + ("(?:" + PATH + ")(?:/(?:" + PATH + "))*") // repository
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?" // tag
              + ("(?:@" + DIGEST + ")?"));
  private static final Pattern NAMED = Pattern.compile("\\{\\{\\.image\\.[A-Za-z0-9_-]+\\}\\}");

  // A repository of 255 characters with registry, tag and digest; keeps matching cheap.
  private static final int LONGEST = 1024;

  private ImageReference() {}

  /** Whether it is a reference, or a name that registration resolves. */
  static boolean isValid(String text) {
    return isReference(text) || (text.length() <= LONGEST && NAMED.matcher(text).matches());
  }

  /**
   * Whether it is the reference of an image: a repository, with or without registry, tag and
   * digest.
   *
   * @param text any text
   */
  public static boolean isReference(String text) {
    return text.length() <= LONGEST && REFERENCE.matcher(text).matches();
  }
}
