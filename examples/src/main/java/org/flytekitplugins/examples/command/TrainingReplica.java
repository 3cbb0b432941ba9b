package org.flytekitplugins.examples.command;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.kubeflow.TrainingContext;

/**
 * A replica of a training job on this machine, in a process of its own: runs the task, and writes
 * its outputs if it is the primary replica.
 */
final class TrainingReplica {
  private TrainingReplica() {}

  /**
   * Runs a task. Ends with 0, or with 1 when the task failed, for the job's restart policy to act.
   *
   * @param arguments the name of the task, the file for its outputs, and its inputs as {@code
   *     name=literal}
   */
  public static void main(String[] arguments) {
    try {
      run(
          arguments[0],
          Path.of(arguments[1]),
          literals(List.of(arguments).subList(2, arguments.length)));
      System.exit(0);
    } catch (IOException | RuntimeException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(String name, Path outputs, Map<String, Literal> inputs)
      throws IOException {
    RunnableTask task = LocalTasks.load().get(name);
    if (task == null) {
      throw new IllegalArgumentException("task is " + name + ", but there is none of that name");
    }
    Map<String, Literal> results = task.run(inputs);
    if (TrainingContext.current().isPrimary()) {
      write(results, outputs);
    }
  }

  private static void write(Map<String, Literal> results, Path outputs) throws IOException {
    Path partial = outputs.resolveSibling(outputs.getFileName() + ".partial");
    Files.write(partial, texts(results));
    Files.move(partial, outputs, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Literals by name, one a text: {@code steps=integer:2000}. */
  static List<String> texts(Map<String, Literal> literals) {
    return literals.entrySet().stream()
        .map(literal -> literal.getKey() + "=" + LiteralText.write(literal.getValue()))
        .toList();
  }

  /** What {@link #texts} wrote. */
  static Map<String, Literal> literals(List<String> texts) {
    return texts.stream()
        .map(text -> text.split("=", 2))
        .collect(toMap(parts -> parts[0], parts -> LiteralText.read(parts[1])));
  }
}
