package org.flytekitplugins.jflyte.loading;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/**
 * Runs a program together with a package: in this class loader unless the package has a newer
 * flytekit-api, else in one where the launcher, too, runs with that.
 */
public final class Launcher {
  private Launcher() {}

  /**
   * Runs a program.
   *
   * @param program what to run; another instance of its class runs if a class loader must be made
   * @param classPath the package
   * @param arguments given to the program
   * @return what the program returns
   * @throws JflyteException if the program throws it; other exceptions are thrown as they are
   */
  @SuppressWarnings("try") // a context is there to be closed
  public static int run(
      PackageProgram program, PackageClassPath classPath, List<String> arguments) {
    Optional<Path> newerApi = SharedApi.newerIn(classPath);
    if (newerApi.isEmpty()) {
      return program.run(classPath, arguments);
    }
    // Never closed: threads that the program leaves behind go on loading classes.
    ClassLoader launcher = launcherWith(newerApi.get());
    try (ContextClassLoader context = ContextClassLoader.set(launcher)) {
      return runIn(launcher, program.getClass().getName(), classPath, arguments);
    }
  }

  private static int runIn(
      ClassLoader launcher, String program, PackageClassPath classPath, List<String> arguments) {
    List<String> entries = new ArrayList<>();
    for (Path entry : classPath.entries()) {
      entries.add(entry.toString());
    }
    try {
      return (int)
          launcher
              .loadClass(Launcher.class.getName())
              .getMethod("runHere", String.class, List.class, List.class)
              .invoke(null, program, entries, arguments);
    } catch (InvocationTargetException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the launcher's own class path has changed", e);
    }
  }

  /**
   * What {@link #run} calls in the other class loader, where only the JDK's types are the same.
   *
   * @param program the class to make and run
   * @param entries the package's class path
   * @param arguments given to the program
   * @return what the program returns
   * @throws ReflectiveOperationException if the class has no public constructor
   */
  public static int runHere(String program, List<String> entries, List<String> arguments)
      throws ReflectiveOperationException {
    List<Path> classPath = new ArrayList<>();
    for (String entry : entries) {
      classPath.add(Path.of(entry));
    }
    return Class.forName(program)
        .asSubclass(PackageProgram.class)
        .getConstructor()
        .newInstance()
        .run(new PackageClassPath(classPath), arguments);
  }

  // The other class loader has a SentenceException of its own, which nobody here knows.
  private static RuntimeException rethrown(Throwable thrown) {
    if (isSentence(thrown)) {
      return new JflyteException(String.valueOf(thrown.getMessage()), thrown.getCause());
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
  }

  private static boolean isSentence(Throwable thrown) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(SentenceException.class.getName())) {
        return true;
      }
    }
    return false;
  }

  private static ClassLoader launcherWith(Path newerApi) {
    return new URLClassLoader("launcher", ownClassPath(), new ApiClassLoader(newerApi));
  }

  private static URL[] ownClassPath() {
    if (Launcher.class.getClassLoader() instanceof URLClassLoader urls) {
      return urls.getURLs();
    }
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      try {
        urls.add(Path.of(entry).toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException("class path entry " + entry, e);
      }
    }
    return urls.toArray(new URL[0]);
  }
}
