package org.flytekitplugins.pytorch.internal.python;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the interpreter that runs a script. */
public final class Interpreter {
  private Interpreter() {}

  /**
   * The interpreter's file.
   *
   * @param name a path, or a name that is looked for in the folders of {@code PATH}
   * @param path the value of {@code PATH}, or null if there is none
   * @throws IllegalStateException if there is no such program
   */
  public static Path find(String name, @Nullable String path) {
    if (name.indexOf('/') >= 0) {
      Path file = Path.of(name).toAbsolutePath();
      if (isProgram(file)) {
        return file;
      }
      throw absent(name, "is not there, or no program");
    }
    for (String folder : (path == null ? "" : path).split(Pattern.quote(File.pathSeparator), -1)) {
      if (!folder.isEmpty() && isProgram(Path.of(folder, name))) {
        return Path.of(folder, name).toAbsolutePath();
      }
    }
    throw absent(name, "is not on PATH");
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static IllegalStateException absent(String name, String problem) {
    return new IllegalStateException(
        "the Python interpreter \""
            + name
            + "\" "
            + problem
            + ": install Python in the task's image, or name another one with python(PATH)");
  }
}
