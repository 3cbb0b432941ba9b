package org.flytekitplugins.jflyte.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;

/** Writes the files of a package for {@code flytectl register files}. */
public final class SerializedPackage {
  /**
   * What flytectl fills in. It looks for exactly these texts.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytectl/cmd/register/register_util.go">register_util.go</a>
   */
  public static final ExecutionVariables PLACEHOLDERS =
      new ExecutionVariables(
          "{{ registration.project }}", "{{ registration.domain }}", "{{ registration.version }}");

  private SerializedPackage() {}

  /**
   * Writes files into a folder, which is made if it is not there.
   *
   * @return files of an earlier run that flytectl would take for a part of this one
   * @throws JflyteException if the folder or a file cannot be written
   */
  public static Set<String> write(List<SerializedFile> files, Path folder) {
    try {
      Files.createDirectories(folder);
      for (SerializedFile file : files) {
        Files.write(folder.resolve(file.name()), file.content().toByteArray());
      }
      Set<String> written = files.stream().map(SerializedFile::name).collect(Collectors.toSet());
      try (Stream<Path> found = Files.list(folder)) {
        return found
            .map(path -> path.getFileName().toString())
            .filter(name -> name.endsWith(".pb") && !written.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
      }
    } catch (IOException e) {
      throw new JflyteException(
          String.format(
              "--folder: %s cannot be written (%s), so its files are not complete: name a folder"
                  + " that you may write to, with room",
              folder, e.getClass().getSimpleName()),
          e);
    }
  }
}
