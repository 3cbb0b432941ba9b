package org.flytekitplugins.jflyte.execution;

import java.nio.file.Path;
import org.flytekitplugins.jflyte.Flyte;

/** The arguments of a pod whose files are all in one folder. */
final class SomeOptions {
  private SomeOptions() {}

  static ExecuteOptions in(Path folder) {
    return ExecuteOptions.parse(
        new String[] {
          "--task=t",
          "--inputs=" + folder.resolve("inputs.pb").toUri(),
          "--package-dir=p",
          "--outputPrefix=" + folder.toUri()
        },
        Flyte.ONE);
  }
}
