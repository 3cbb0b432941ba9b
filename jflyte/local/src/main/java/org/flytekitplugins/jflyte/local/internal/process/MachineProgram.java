package org.flytekitplugins.jflyte.local.internal.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.localcluster.internal.SearchPath;
import org.jspecify.annotations.Nullable;

/** Programs of this machine, as a command line names them: by a path, or by a name on PATH. */
public final class MachineProgram {
  private MachineProgram() {}

  /**
   * The file of a program.
   *
   * @param more variables besides those of this process, which win
   * @return null if no such program can be run
   */
  public static @Nullable Path find(String name, Map<String, String> more) {
    if (!name.contains("/")) {
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.putAll(more);
      return name.isBlank() ? null : SearchPath.of(environment).find(name);
    }
    try {
      Path file = Path.of(name).toAbsolutePath();
      return Files.isRegularFile(file) && Files.isExecutable(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
