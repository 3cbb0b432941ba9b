package org.flytekitplugins.jflyte.explain.internal;

/** Where the documentation tells more about findings. */
public final class Pages {
  private static final String REPOSITORY =
      "https://github.com/flytekitplugins/flytekit-tensorflow/blob/main/docs/findings/";

  /** The page with all of them. */
  public static final String OVERVIEW = REPOSITORY + "README.md";

  private Pages() {}

  /** The page of a finding. */
  public static String of(String id) {
    return REPOSITORY + id + ".md";
  }
}
