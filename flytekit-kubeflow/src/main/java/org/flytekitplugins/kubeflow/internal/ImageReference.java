package org.flytekitplugins.kubeflow.internal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of container image references, as Kubernetes and its container runtimes read them,
 * and of the names that registration resolves.
 *
 * @see <a href="https://github.com/distribution/reference/blob/main/normalize.go">normalize.go</a>
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
          ("(?<name>(?:(?:" + HOST + ")(?::[0-9]+)?/)?") // registry
              + ("(?:" + PATH + ")(?:/(?:" + PATH + "))*)") // repository
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?" // tag
              + ("(?:@" + DIGEST + ")?"));
  private static final Pattern IMAGE_ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAMED = Pattern.compile("\\{\\{\\.image\\.[A-Za-z0-9_-]+\\}\\}");

  private static final int LONGEST_REPOSITORY = 255;
  private static final String OFFICIAL = "library/";

  // A repository of 255 characters with registry, tag and digest; keeps matching cheap.
  private static final int LONGEST = 1024;

  private ImageReference() {}

  /**
   * Whether it is a reference, or a name that registration resolves.
   *
   * @param text any text
   */
  public static boolean isValid(String text) {
    return isReference(text) || (text.length() <= LONGEST && NAMED.matcher(text).matches());
  }

  /**
   * Whether it is the reference of an image: a repository, with or without registry, tag and
   * digest.
   *
   * @param text any text
   */
  public static boolean isReference(String text) {
    if (text.length() > LONGEST) {
      return false;
    }
    Matcher reference = REFERENCE.matcher(text);
    // What could be the id of an image is never taken for its name.
    return reference.matches()
        && !IMAGE_ID.matcher(text).matches()
        && repository(reference.group("name")).length() <= LONGEST_REPOSITORY;
  }

  /** The name without its registry, completed as runtimes complete the names of Docker Hub. */
  private static String repository(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    String repository = isRegistry(first) ? name.substring(slash + 1) : name;
    boolean onDockerHub =
        !isRegistry(first) || first.equals("docker.io") || first.equals("index.docker.io");
    return onDockerHub && repository.indexOf('/') < 0 ? OFFICIAL + repository : repository;
  }

  private static boolean isRegistry(String first) {
    return first.equals("localhost")
        || first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || !first.equals(first.toLowerCase(Locale.ROOT));
  }
}
