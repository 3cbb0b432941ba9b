package org.flytekitplugins.jflyte.driver;

import flyteidl.core.DynamicJob.DynamicJobSpec;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.flyte2.Flyte2Client;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.storage.BlobStore;

/** Runs nodes as actions below the action whose pod this is. */
public final class ActionDrive {
  private final DriverPod pod;
  private final BlobStore blobs;
  private final Flyte2Client client;
  private final DriverCalls calls = new DriverCalls();
  private final TaskSpecs specs;

  private ActionDrive(DriverPod pod, BlobStore blobs) {
    this.pod = pod;
    this.blobs = blobs;
    this.client = Flyte2Client.connect(pod.services());
    this.specs = new TaskSpecs(client, calls);
  }

  /**
   * That of this pod.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if the environment does not say what it has
   *     to
   */
  public static ActionDrive in(Map<String, String> environment, BlobStore blobs) {
    return new ActionDrive(DriverPod.of(environment), blobs);
  }

  /** How a pod of either Flyte reaches it, as jflyte's variables or Flyte 2's own say. */
  public static AdminConfig services(Map<String, String> environment) {
    return DriverPod.services(environment);
  }

  /** What a task of this package drives. */
  Plan plan(String task) {
    return PlanDocument.read(specs.template(pod.task(task)));
  }

  /** The job that this action has made in an earlier attempt. */
  public Optional<byte[]> keptJob() {
    return FinalFailures.reading(
        "the job of an earlier attempt cannot be looked for", () -> blobs.readIfPresent(job()));
  }

  /**
   * Keeps the job for further attempts: the task might make another one, whose nodes have the names
   * of others that ran.
   */
  public void keepJob(byte[] job) {
    FinalFailures.writing(
        "the job cannot be kept for further attempts", () -> blobs.write(job(), job));
  }

  private String job() {
    return pod.folder(pod.own().name()) + AttemptFiles.FUTURES;
  }

  /**
   * Runs a job that a task has made.
   *
   * @return its outputs
   * @throws org.flytekitplugins.jflyte.JflyteException if it has failed; the message names the node
   */
  public Map<String, Literal> run(DynamicJobSpec job) throws InterruptedException {
    WorkflowTemplate workflow =
        WorkflowTemplate.newBuilder()
            .addAllNodes(job.getNodesList())
            .addAllOutputs(job.getOutputsList())
            .build();
    return run(Plan.of(workflow, job.getSubworkflowsList()), Map.of());
  }

  Map<String, Literal> run(Plan plan, Map<String, Literal> inputs) throws InterruptedException {
    ReplicaConsole console = ReplicaConsole.standard();
    return new WorkflowDriver(
            plan,
            new ActionNames(pod.own().name()),
            new Flyte2Actions(
                client, calls, pod, blobs, specs, console, Flyte2Actions.Patience.OF_A_DRIVER),
            console)
        .run(inputs);
  }
}
