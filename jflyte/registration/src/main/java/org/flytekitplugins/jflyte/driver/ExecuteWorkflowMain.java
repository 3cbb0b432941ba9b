package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.Flags;
import org.flytekitplugins.jflyte.execution.UsageException;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.storage.BlobStore;

/**
 * {@code jflyte execute-workflow}: drives a workflow in a pod of Flyte 2, and leaves {@code
 * outputs.pb} or {@code error.pb} as any task does.
 */
final class ExecuteWorkflowMain {
  private static final String USAGE =
      """
      Usage: jflyte execute-workflow --workflow NAME --inputs URI --outputPrefix URI
      Drives a workflow, each node an action of the run; Flyte 2 calls it in a pod.
        --workflow      the name of the workflow or launch plan, which is that of this pod's task
        --inputs        where inputs.pb is
        --outputPrefix  the folder for outputs.pb or error.pb
      Environment: _U_EP_OVERRIDE, where Flyte's services are, and _U_INSECURE=true without TLS.
      """;

  private static final List<String> FLAGS = List.of("--workflow", "--inputs", "--outputPrefix");

  private ExecuteWorkflowMain() {}

  /**
   * Runs it.
   *
   * @param args the arguments after the word
   * @return 0 if a document was written, an error document too; 1 if not; 2 if the arguments were
   *     not understood
   */
  static int run(String[] args, Map<String, String> environment) {
    if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
      System.out.print(USAGE);
      return ExitCode.OK;
    }
    String workflow;
    String inputs;
    String prefix;
    try {
      Flags flags = Flags.parse(args, FLAGS);
      workflow = flags.required("--workflow");
      inputs = flags.required("--inputs");
      prefix = flags.required("--outputPrefix");
    } catch (UsageException e) {
      System.err.println("jflyte execute-workflow: " + e.getMessage());
      System.err.print(USAGE);
      return ExitCode.USAGE;
    }
    BlobStore blobs = BlobStore.of(environment);
    String folder = prefix.endsWith("/") ? prefix : prefix + "/";
    ReplicaConsole console = ReplicaConsole.standard();
    try {
      Map<String, Literal> outputs = outputs(workflow, read(blobs, inputs), environment, blobs);
      FinalFailures.writing(
          "the outputs cannot be written",
          () ->
              blobs.write(
                  folder + AttemptFiles.OUTPUTS,
                  StableBytes.of(LiteralMap.newBuilder().putAllLiterals(outputs).build())));
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILURE;
    } catch (RuntimeException | Error e) {
      console.say("workflow " + workflow + " failed", e);
      try {
        blobs.write(
            folder + AttemptFiles.ERROR,
            FailureDocuments.write(FailureDocuments.ofPlainTask(e), Flyte.of(environment)));
        return ExitCode.OK;
      } catch (RuntimeException unwritten) {
        console.say("the failure cannot be reported: " + unwritten.getMessage());
        return ExitCode.FAILURE;
      }
    }
  }

  private static Map<String, Literal> outputs(
      String workflow,
      Map<String, Literal> inputs,
      Map<String, String> environment,
      BlobStore blobs)
      throws InterruptedException {
    ActionDrive drive = ActionDrive.in(environment, blobs);
    return drive.run(drive.plan(workflow), inputs);
  }

  private static Map<String, Literal> read(BlobStore blobs, String uri) {
    byte[] bytes = FinalFailures.reading("the inputs cannot be read", () -> blobs.read(uri));
    try {
      return LiteralMap.parseFrom(bytes).getLiteralsMap();
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "inputs " + uri + " cannot be understood (" + e.getMessage() + "): give others", e);
    }
  }
}
