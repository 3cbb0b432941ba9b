package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.loading.PackageClassPath;

/**
 * The launcher with all its commands, where this process has only what {@code execute} needs on its
 * class path: Java opens all jars there at every start, so an image says the rest in a file.
 */
final class WholeLauncher {
  /** Names a file with the class path of all commands. */
  private static final String CLASS_PATH = "jflyte.class-path";

  private WholeLauncher() {}

  /** Whether this is a part of a launcher. */
  static boolean isElsewhere() {
    return System.getProperty(CLASS_PATH) != null
        && WholeLauncher.class.getClassLoader() == ClassLoader.getSystemClassLoader();
  }

  /** Runs a command in it, which ends the process. */
  static int run(String[] arguments) {
    List<URL> urls = new ArrayList<>();
    try {
      String classPath = Files.readString(Path.of(System.getProperty(CLASS_PATH))).strip();
      for (Path entry : PackageClassPath.ofClassPath(classPath).entries()) {
        urls.add(entry.toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException("class path of the launcher", e);
    } catch (IOException e) {
      throw new UncheckedIOException("class path of the launcher", e);
    }
    // Never closed: the process ends with the command.
    ClassLoader loader =
        new URLClassLoader(
            "launcher", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      loader
          .loadClass(PodMain.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments);
      return ExitCode.OK;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the launcher has no " + PodMain.class.getName(), e);
    }
  }
}
