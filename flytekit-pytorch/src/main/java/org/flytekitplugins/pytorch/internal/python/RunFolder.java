package org.flytekitplugins.pytorch.internal.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this user's only, with our Python files and all that a run's processes tell each
 * other. Inputs and outputs may be anything, so nothing of it is left behind.
 */
public final class RunFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook = new Thread(this::endWithTheJvm, "flytekit-python-end");
  private volatile @Nullable Runnable user;

  private RunFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes the folder.
   *
   * @throws UncheckedIOException if the temporary folder cannot be written
   */
  public static RunFolder make() {
    try {
      RunFolder folder = new RunFolder(Files.createTempDirectory("flytekit-python-"));
      Runtime.getRuntime().addShutdownHook(folder.hook);
      for (String program : new String[] {"guard.py", "agent.py", "rank.py"}) {
        folder.copy(RunFolder.class, program, program);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder could be made for Python: " + e, e);
    }
  }

  /**
   * Who works in the folder.
   *
   * @param end ends that, when the JVM ends before the folder is closed
   */
  void usedBy(Runnable end) {
    user = end;
  }

  /** Where the folder is. */
  public Path path() {
    return path;
  }

  /** A file in the folder, by its name. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** What the script is given, as JSON. */
  public Path inputs() {
    return file("inputs.json");
  }

  /** What the script gives back, as JSON. */
  public Path outputs() {
    return file("outputs.json");
  }

  /** What the script, or the first of several ranks, has raised, in torch's form. */
  public Path error() {
    return file("error.json");
  }

  /**
   * Copies a resource into the folder.
   *
   * @param owner the class beside which it is
   * @param name its name, as the class calls it
   * @param target its name in the folder
   * @throws IllegalArgumentException if there is no such resource
   */
  public Path copy(Class<?> owner, String name, String target) {
    try (InputStream resource = owner.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalArgumentException(
            "the resource \""
                + name
                + "\" is not beside "
                + owner.getName()
                + ": put the script into the package's resources, under that class's package");
      }
      Path file = file(target);
      Files.createDirectories(file.getParent());
      Files.copy(resource, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + name + " cannot be copied: " + e, e);
    }
  }

  /** Deletes the folder, as far as it can be deleted. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs, and deletes the folder as well.
    }
    delete();
  }

  private void endWithTheJvm() {
    Runnable working = user;
    if (working != null) {
      working.run();
    }
    delete();
  }

  private void delete() {
    try {
      FolderTree.delete(path);
    } catch (IOException e) {
      // What the task has to say counts more, and the system cleans its temporary folder too.
    }
  }
}
