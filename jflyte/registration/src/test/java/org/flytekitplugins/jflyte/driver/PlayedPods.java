package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongUnaryOperator;
import org.flytekitplugins.jflyte.dynamic.ExecuteDynamicWorkflowMain;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.testing.PlayedAction;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.Propeller;

/**
 * The pods of a played Flyte 2: drivers and dynamic tasks run as they do, other tasks are a
 * function. A driver that leaves no document is tried again, as Flyte 2 does.
 */
final class PlayedPods implements Propeller {
  /** The actions whose task ran, by their names, in the order in which they began. */
  final List<String> ran = new CopyOnWriteArrayList<>();

  private final Path folder;
  private final Map<String, LongUnaryOperator> tasks = new HashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final List<Process> drivers = new CopyOnWriteArrayList<>();
  private boolean areProcesses;
  private String endpoint = "";

  PlayedPods(Path folder) {
    this.folder = folder;
  }

  /** What a task makes of its input; may throw. */
  PlayedPods task(String name, LongUnaryOperator task) {
    tasks.put(name, task);
    return this;
  }

  /** An action that does not end before it is released. */
  PlayedPods hold(String action) {
    held.put(action, new CountDownLatch(1));
    return this;
  }

  void release(String action) {
    held.get(action).countDown();
  }

  /** Drivers are processes, which can be killed. */
  PlayedPods driversAreProcesses() {
    areProcesses = true;
    return this;
  }

  void services(String endpoint) {
    this.endpoint = endpoint;
  }

  /** Kills the driver; the next attempt begins. */
  void kill() throws InterruptedException {
    drivers.get(drivers.size() - 1).destroyForcibly().waitFor();
  }

  int driverAttempts() {
    return drivers.size();
  }

  @Override
  public void start(PlayedExecution execution) {
    Thread thread = new Thread(() -> run(execution), "pod");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void abort(PlayedExecution execution) {
    execution.aborted();
  }

  private void run(PlayedExecution execution) {
    PlayedAction action = execution.action().orElseThrow();
    TaskTemplate template = execution.workflow().getTasks(0).getTemplate();
    ran.add(action.name());
    execution.running();
    try {
      if (template.getContainer().getArgsList().contains("execute")) {
        CountDownLatch latch = held.get(action.name());
        if (latch != null) {
          latch.await();
        }
        long x = WalkTest.value(execution.inputs().getLiteralsOrThrow("x"));
        long y = tasks.get(template.getId().getName()).applyAsLong(x);
        execution.succeeded(LiteralMap.newBuilder().putLiterals("y", WalkTest.literal(y)).build());
      } else {
        runDriver(execution, action, template);
      }
    } catch (IllegalArgumentException e) {
      failed(execution, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runDriver(PlayedExecution execution, PlayedAction action, TaskTemplate template)
      throws IOException, InterruptedException {
    Path inputs = write(action.name() + "-inputs.pb", execution.inputs().toByteArray());
    Path task = write(action.name() + "-task.pb", template.toByteArray());
    Map<String, String> environment = new HashMap<>(action.environment());
    environment.put("_U_EP_OVERRIDE", endpoint);
    environment.put("_U_INSECURE", "true");
    environment.put("FLYTE_INTERNAL_EXECUTION_PROJECT", execution.id().getProject());
    environment.put("FLYTE_INTERNAL_EXECUTION_DOMAIN", execution.id().getDomain());
    for (int attempt = 0; ; attempt++) {
      Path out = folder.resolve(action.name() + "-" + attempt);
      List<String> words =
          template.getContainer().getArgsList().stream()
              .skip(1)
              .map(
                  word ->
                      word.replace("{{.input}}", inputs.toUri().toString())
                          .replace("{{.outputPrefix}}", out.toUri().toString())
                          .replace("{{.taskTemplatePath}}", task.toUri().toString()))
              .toList();
      runOnce(words, environment);
      if (Files.exists(out.resolve("error.pb"))) {
        failed(
            execution,
            ErrorDocument.parseFrom(Files.readAllBytes(out.resolve("error.pb")))
                .getError()
                .getMessage());
        return;
      }
      if (Files.exists(out.resolve("outputs.pb"))) {
        execution.succeeded(LiteralMap.parseFrom(Files.readAllBytes(out.resolve("outputs.pb"))));
        return;
      }
    }
  }

  private void runOnce(List<String> words, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (!areProcesses) {
      String[] rest = words.subList(1, words.size()).toArray(new String[0]);
      int unused =
          words.get(0).equals("execute-workflow")
              ? ExecuteWorkflowMain.run(rest, environment)
              : ExecuteDynamicWorkflowMain.run(rest, environment);
      return;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PodMain.class.getName()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    Process process = builder.start();
    drivers.add(process);
    int unused = process.waitFor();
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(Files.createDirectories(folder).resolve(name), content);
  }

  private static void failed(PlayedExecution execution, String message) {
    execution.failed(
        ExecutionError.newBuilder()
            .setMessage(message)
            .setKind(ExecutionError.ErrorKind.USER)
            .build());
  }

  @Override
  public void close() {
    drivers.forEach(Process::destroyForcibly);
  }
}
