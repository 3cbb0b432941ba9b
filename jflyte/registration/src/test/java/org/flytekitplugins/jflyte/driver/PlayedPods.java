package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Errors.ContainerError;
import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;
import org.flytekitplugins.jflyte.dynamic.ExecuteDynamicWorkflowMain;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.testing.PlayedAction;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.flytekitplugins.jflyte.testing.Propeller;

/**
 * The pods of a played Flyte 2: drivers and dynamic tasks run as they do, other tasks are a
 * function. A driver that leaves no document, or says that another try may go better, is tried
 * again, as Flyte 2 does.
 */
final class PlayedPods implements Propeller {
  /** The actions whose task ran, by their names, in the order in which they began. */
  final List<String> ran = new CopyOnWriteArrayList<>();

  /** What drivers said who were tried again. */
  final List<String> errors = new CopyOnWriteArrayList<>();

  private static final int RETRIES = 2;

  private final Path folder;
  private final Map<String, LongUnaryOperator> tasks = new HashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final List<Process> drivers = new CopyOnWriteArrayList<>();
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final AtomicInteger attempts = new AtomicInteger();
  private boolean areProcesses;
  private boolean isFirstUnwritable;
  private String apiKey = "";
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

  /** Storage cannot read the outputs of an action as long as its driver is in its first attempt. */
  PlayedPods outputsCannotBeReadAtFirst(String action) {
    unreadable.add(action);
    return this;
  }

  /** Storage takes no outputs of a driver in its first attempt. */
  PlayedPods outputsCannotBeWrittenAtFirst() {
    isFirstUnwritable = true;
    return this;
  }

  /** What an operator that wants tokens has set for all pods. */
  PlayedPods apiKey(String key) {
    apiKey = key;
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
    return attempts.get();
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
        if (unreadable.contains(action.name())) {
          Path file = outputs(action);
          Files.createDirectories(file.getParent());
          // Linux has it in every process, and reads nothing of what is at 0.
          Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        }
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
    if (!apiKey.isEmpty()) {
      environment.put("_UNION_EAGER_API_KEY", apiKey);
    }
    environment.put("FLYTE_INTERNAL_EXECUTION_PROJECT", execution.id().getProject());
    environment.put("FLYTE_INTERNAL_EXECUTION_DOMAIN", execution.id().getDomain());
    for (int attempt = 0; ; attempt++) {
      Path out = folder.resolve(action.name() + "-" + attempt);
      attempts.incrementAndGet();
      if (attempt == 0 && isFirstUnwritable) {
        Files.createDirectories(out.resolve("outputs.pb").resolve("in-the-way"));
      }
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
      for (String readable : unreadable) {
        Files.deleteIfExists(outputs(action, readable));
      }
      if (Files.exists(out.resolve("error.pb"))) {
        ContainerError error =
            ErrorDocument.parseFrom(Files.readAllBytes(out.resolve("error.pb"))).getError();
        if (error.getKind() == ContainerError.Kind.RECOVERABLE && attempt < RETRIES) {
          errors.add(error.getMessage());
          continue;
        }
        failed(execution, error.getMessage());
        return;
      }
      if (Files.isRegularFile(out.resolve("outputs.pb"))) {
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

  /** Where Flyte keeps the outputs of an action's first attempt. */
  private static Path outputs(PlayedAction action) {
    return outputs(action, action.name());
  }

  private static Path outputs(PlayedAction ofRun, String action) {
    return Path.of(URI.create(ofRun.environment().get("_U_RUN_BASE")))
        .resolve(action)
        .resolve("1")
        .resolve("outputs.pb");
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
