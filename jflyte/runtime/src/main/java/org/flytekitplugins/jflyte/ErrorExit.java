package org.flytekitplugins.jflyte;

import java.util.Map;

/**
 * The exit code of a process that has written why the attempt failed. Flyte reads that only when
 * the job succeeded; where there is no Flyte nobody reads it, and the exit code is all that tells.
 *
 * @param code the exit code
 */
public record ErrorExit(int code) {
  /** The environment variable that says {@code true} where nobody reads error documents. */
  public static final String VARIABLE = "JFLYTE_FAIL_ON_ERROR";

  /** What an environment asks for: 0 unless it says that nobody reads them. */
  public static ErrorExit of(Map<String, String> environment) {
    String value = environment.getOrDefault(VARIABLE, "").strip();
    return new ErrorExit(value.equalsIgnoreCase("true") ? ExitCode.FAILURE : ExitCode.OK);
  }

  /** Whether an attempt that failed must not end as if it had succeeded. */
  public boolean isFailure() {
    return code != ExitCode.OK;
  }
}
