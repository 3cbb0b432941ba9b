package org.flytekitplugins.jflyte.loading;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.FileSystemRegistrar;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flyte.jflyte.api.TokenSourceFactoryRegistrar;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * A module: jars that teach jflyte a file system or a way to get tokens, in a class loader of their
 * own. All of its code, also when it is called later through what it returned, runs with that class
 * loader as the thread's context class loader.
 */
@SuppressWarnings("try") // a context is there to be closed
public final class JflyteModule {
  private final Path directory;
  private final ClassLoader classLoader;

  private JflyteModule(Path directory, ClassLoader classLoader) {
    this.directory = directory;
    this.classLoader = classLoader;
  }

  static JflyteModule of(Path directory, List<Path> classPath) {
    return new JflyteModule(
        directory,
        new ChildFirstClassLoader(
            "module " + directory.getFileName(), classPath, JflyteModule.class.getClassLoader()));
  }

  /** The folder of its jars. */
  public Path directory() {
    return directory;
  }

  /**
   * The file systems that it serves.
   *
   * @param environment where it finds its settings
   * @throws JflyteException if the module cannot be loaded
   */
  public List<FileSystem> fileSystems(Map<String, String> environment) {
    List<FileSystem> found = new ArrayList<>();
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      for (FileSystemRegistrar registrar :
          ServiceLoader.load(FileSystemRegistrar.class, classLoader)) {
        for (FileSystem fileSystem : registrar.load(environment)) {
          found.add(ModuleFileSystem.of(fileSystem, classLoader));
        }
      }
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      throw failure("file systems", e);
    }
    return found;
  }

  /** Whether a file system is of a module that jflyte brings along, and not of a user's own. */
  public static boolean isOurs(FileSystem fileSystem) {
    return fileSystem instanceof ModuleFileSystem ofModule && ofModule.isOurs();
  }

  /**
   * Its ways to get tokens.
   *
   * @param environment where it finds its settings
   * @throws JflyteException if the module cannot be loaded
   */
  public List<TokenSourceFactory> tokenSourceFactories(Map<String, String> environment) {
    List<TokenSourceFactory> found = new ArrayList<>();
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      for (TokenSourceFactoryRegistrar registrar :
          ServiceLoader.load(TokenSourceFactoryRegistrar.class, classLoader)) {
        for (TokenSourceFactory factory : registrar.load(environment)) {
          found.add(new ModuleTokenSourceFactory(factory, classLoader));
        }
      }
    } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
      throw failure("token sources", e);
    }
    return found;
  }

  private JflyteException failure(String what, Throwable cause) {
    return new JflyteException(
        String.format(
            "module %s: its %s cannot be loaded (%s): put a module there that is complete, with its"
                + " dependencies, or remove the folder",
            directory, what, cause),
        cause);
  }
}
