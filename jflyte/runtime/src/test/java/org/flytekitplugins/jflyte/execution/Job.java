package org.flytekitplugins.jflyte.execution;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.scripted.Jobs;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;

/**
 * One attempt of the scripted training on a local cluster: every replica is a process that runs
 * {@code jflyte execute}, as in a pod.
 */
final class Job implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final String REPORT = "replica-report-";

  private final Path room;
  private final String shape;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> arguments = new ArrayList<>(List.of("jflyte", "execute"));
  private final List<String> jvmOptions =
      new ArrayList<>(
          List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
  private FaultPlan faults = FaultPlan.none();
  private LocalJob job;

  private Job(Path room, String shape) {
    this.room = room;
    this.shape = shape;
  }

  /** A job of this shape in a folder of its own. */
  static Job of(Path folder, String shape) throws IOException {
    Path room = Files.createTempDirectory(folder, "job");
    Job made = new Job(room, shape);
    made.environment.put("ROOM", room.toString());
    made.environment.put("JOB", shape);
    made.environment.put(VerdictWait.VARIABLE, "60");
    made.environment.put(VerdictWait.SETTLING_VARIABLE, "2");
    made.with(
        "--task",
        Jobs.isPyTorch(shape) ? ScriptedPackage.PYTORCH_TRAINING : ScriptedPackage.TRAINING);
    made.with("--inputs", room.resolve("inputs.pb").toUri().toString());
    made.with("--outputPrefix", made.out().toUri().toString());
    return made;
  }

  Job with(String flag, String value) {
    arguments.removeAll(arguments.stream().filter(a -> a.startsWith(flag + "=")).toList());
    arguments.add(flag + "=" + value);
    return this;
  }

  Job environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Job jvmOption(String option) {
    jvmOptions.add(option);
    return this;
  }

  /** Reaches the shared folder through the flaky file system, which reads its own variables. */
  Job flaky() {
    return environment("FLYTE_INTERNAL_MODULE_DIR", ScriptedPackage.modules().toString())
        .with("--outputPrefix", "flaky://" + out());
  }

  /**
   * Runs from staged artifacts, not from a folder of this machine.
   *
   * @param scheme the scheme by which the task template names them
   * @return the largest of the staged files
   */
  Path stage(String scheme) throws IOException {
    Path template = room.resolve("task.pb");
    with("--taskTemplatePath", template.toUri().toString());
    return StagedTask.write(ScriptedPackage.jars(), room.resolve("staging"), template, scheme);
  }

  /** Its package has a tracker, too. */
  Job tracked() throws IOException {
    return with(
        "--package-dir",
        (Jobs.isPyTorch(shape) ? ScriptedPackage.pyTorchDirectory() : ScriptedPackage.directory())
            + "/*:"
            + ScriptedPackage.tracker()
            + "/*");
  }

  Job faults(String plan) {
    faults = FaultPlan.parse(plan);
    return this;
  }

  Path room() {
    return room;
  }

  /** The folder that the replicas share. */
  Path out() {
    return room.resolve("out");
  }

  /** Lets a script that awaits this file go on. */
  void touch(String file) throws IOException {
    Files.createDirectories(room.resolve(file).getParent());
    Files.createFile(room.resolve(file));
  }

  /** Waits until a file is there. */
  void awaitFile(Path file) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no " + file + "; " + job.replicas());
      }
      Thread.sleep(10);
    }
  }

  /** Waits until a replica has said something. */
  void awaitLog(String replica, String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!log(replica).contains(text)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(replica + " does not say " + text + ":\n" + log(replica));
      }
      Thread.sleep(20);
    }
  }

  /** Waits until there are so many files in the job's folder whose names begin like that. */
  void awaitMarks(String prefix, int number) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (marks(prefix) < number) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("fewer than " + number + " files " + prefix + "…");
      }
      Thread.sleep(20);
    }
  }

  private long marks(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(room)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    }
  }

  /** Starts the job. */
  Job start(String script) throws IOException {
    Path inputs = room.resolve("inputs.pb");
    if (!Files.exists(inputs)) {
      Files.write(
          inputs,
          LiteralMapBytes.write(
              Map.of(
                  "script",
                  Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofStringValue(script))))));
    }
    if (arguments.stream()
        .noneMatch(a -> a.startsWith("--taskTemplatePath=") || a.startsWith("--package-dir="))) {
      Path jars =
          Jobs.isPyTorch(shape) ? ScriptedPackage.pyTorchDirectory() : ScriptedPackage.directory();
      with("--package-dir", jars + "/*");
    }
    List<Path> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(":", -1)).map(Path::of).toList();
    job =
        LocalCluster.builder()
            .job(Jobs.parse(shape))
            .program(Program.mainClass(PodMain.class.getName(), classPath, jvmOptions, arguments))
            .environment(environment)
            .faults(faults)
            .restartDelayScale(0)
            .output(LogOutput.none())
            .build()
            .start();
    return this;
  }

  /** Sends SIGTERM to a replica, as when its node is drained; how long it then takes to end. */
  Duration terminate(String name) throws InterruptedException, TimeoutException {
    Replica replica = Replica.parse(name);
    int ends = job.replica(replica).exitCodes().size();
    long start = System.nanoTime();
    job.evict(replica);
    job.awaitReplica(replica, status -> status.exitCodes().size() > ends, DEADLINE);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  LocalJob local() {
    return job;
  }

  /** Waits for the end, and says what is there to see. */
  Result await() throws InterruptedException, TimeoutException, IOException {
    JobState state = job.await(DEADLINE);
    SortedMap<String, List<Integer>> exitCodes = new TreeMap<>();
    job.replicas()
        .forEach((replica, status) -> exitCodes.put(replica.toString(), status.exitCodes()));
    return new Result(state, exitCodes, files(), error());
  }

  /** What {@code error.pb} says, or null. */
  TaskError error() throws IOException {
    Path error = out().resolve("error.pb");
    return Files.exists(error) ? FailureDocuments.read(Files.readAllBytes(error), "") : null;
  }

  Result run(String script) throws Exception {
    return start(script).await();
  }

  /**
   * The names of its documents and decks. What replicas have left for the deck is no part of it.
   */
  SortedSet<String> files() throws IOException {
    return files(file -> !file.startsWith(REPORT));
  }

  /** The replicas that have left something for the deck. */
  SortedSet<String> reports() throws IOException {
    return files(file -> file.startsWith(REPORT)).stream()
        .map(file -> file.substring(REPORT.length()))
        .collect(toCollection(TreeSet::new));
  }

  private SortedSet<String> files(Predicate<String> wanted) throws IOException {
    if (!Files.exists(out())) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(out())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(wanted)
          .collect(toCollection(TreeSet::new));
    }
  }

  /** What the primary returned. */
  String result() throws IOException {
    return LiteralMapBytes.read(Files.readAllBytes(out().resolve("outputs.pb")))
        .get("result")
        .scalar()
        .primitive()
        .stringValue();
  }

  /** All that a replica has said so far. */
  String log(String replica) throws IOException {
    return Files.readString(job.log(Replica.parse(replica)));
  }

  @Override
  public void close() {
    if (job != null) {
      job.close();
    }
  }

  /**
   * How a job ended.
   *
   * @param error what {@code error.pb} says, or null
   */
  record Result(
      JobState state,
      SortedMap<String, List<Integer>> exitCodes,
      SortedSet<String> files,
      TaskError error) {
    /**
     * Without the document's words and without the deck and the reports for it, which are left
     * whenever one writes a document: {@code SUCCEEDED {chief-0=[0]} [error.pb] RECOVERABLE USER}.
     */
    String summary() {
      return state
          + " "
          + exitCodes
          + " "
          + files.stream().filter(file -> !file.equals("deck.html")).toList()
          + (error == null ? "" : " " + error.kind() + " " + error.origin());
    }
  }
}
