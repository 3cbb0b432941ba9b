package org.flytekitplugins.kubeflow.internal;

/** The environment variables that carry a token for flyteadmin. */
public final class TokenVariables {
  /** The token itself, which code of packages must not see. */
  public static final String TOKEN = "FLYTE_PLATFORM_TOKEN";

  /** A file that holds it. */
  public static final String FILE = "FLYTE_PLATFORM_TOKEN_FILE";

  private TokenVariables() {}
}
