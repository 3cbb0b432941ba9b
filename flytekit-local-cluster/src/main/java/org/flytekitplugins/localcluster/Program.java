package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every replica of a job runs. It is the same for all, as on a cluster: a replica learns who
 * it is from its environment.
 */
@AutoValue
public abstract class Program {
  Program() {}

  /** The command line: a program, found on {@code PATH} unless it is a path, and its arguments. */
  public abstract List<String> command();

  /** Whether the command line is one of Java, whose arguments may stand in a file. */
  abstract boolean isJava();

  /**
   * A command line. No shell reads it.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Program command(List<String> command) {
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new IllegalArgumentException(
          "command is " + command + ", but a replica needs a program to run: name one");
    }
    return of(command, /* isJava= */ false);
  }

  /**
   * A command line. No shell reads it.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Program command(String... command) {
    return command(List.of(command));
  }

  /**
   * A class with a main method, run by the Java and with the class path of this process, however
   * long that is.
   */
  public static Program mainClass(Class<?> mainClass, String... arguments) {
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    return mainClass(mainClass.getName(), classPath, List.of(), List.of(arguments));
  }

  /**
   * A class with a main method, run by the Java of this process. The class path may be longer than
   * a command line.
   *
   * @param jvmOptions for example {@code -Xmx512m}: every replica is a JVM, and each takes a
   *     quarter of the machine's memory for its heap if it may
   */
  public static Program mainClass(
      String mainClass, List<Path> classPath, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(jvmOptions);
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(
          classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }
    command.add(mainClass);
    command.addAll(arguments);
    return of(command, /* isJava= */ true);
  }

  private static Program of(List<String> command, boolean isJava) {
    return new AutoValue_Program(List.copyOf(command), isJava);
  }
}
