package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** A folder with one folder of jars for each module, as jflyte's {@value #VARIABLE} names it. */
public final class ModuleDirectory {
  /** The environment variable that names it. */
  public static final String VARIABLE = "FLYTE_INTERNAL_MODULE_DIR";

  private final List<JflyteModule> modules;

  private ModuleDirectory(List<JflyteModule> modules) {
    this.modules = modules;
  }

  /**
   * Looks which modules there are; nothing of them is loaded yet.
   *
   * @throws JflyteException if the directory is not there or cannot be read
   */
  public static ModuleDirectory of(Path directory) {
    List<JflyteModule> modules = new ArrayList<>();
    for (Path path : list(directory)) {
      if (Files.isDirectory(path)) {
        modules.add(JflyteModule.of(path, list(path)));
      }
    }
    return new ModuleDirectory(List.copyOf(modules));
  }

  /**
   * Which directory an environment names.
   *
   * @return null if {@value #VARIABLE} is absent or blank
   */
  public static @Nullable Path namedBy(Map<String, String> environment) {
    String directory = environment.get(VARIABLE);
    return directory == null || directory.isBlank() ? null : Path.of(directory);
  }

  /** The modules, in the order of their folders' names. */
  public List<JflyteModule> modules() {
    return modules;
  }

  private static List<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new JflyteException(
          "module directory "
              + directory
              + " is not a directory: set "
              + VARIABLE
              + " to a folder with one folder of jars for each module");
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    } catch (IOException e) {
      throw new JflyteException("module directory " + directory + " cannot be read: " + e, e);
    }
    Collections.sort(paths);
    return paths;
  }
}
