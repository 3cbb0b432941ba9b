package org.flytekitplugins.jflyte.dynamic;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.driver.ActionDrive;
import org.flytekitplugins.jflyte.driver.FinalFailures;
import org.flytekitplugins.jflyte.execution.Inputs;
import org.flytekitplugins.jflyte.execution.StagedPackage;
import org.flytekitplugins.jflyte.execution.UsageException;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.SystemExitGuard;
import org.flytekitplugins.jflyte.loading.Launcher;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageProgram;
import org.flytekitplugins.jflyte.loading.PackedCommand;
import org.flytekitplugins.jflyte.storage.BlobStore;

/**
 * {@code jflyte execute-dynamic-workflow}: runs a task that makes a workflow and leaves {@code
 * futures.pb}, what Flyte shall run; {@code outputs.pb} when there is nothing left to run; or
 * {@code error.pb}. Flyte 2 runs no workflows, so there it drives the workflow itself.
 */
public final class ExecuteDynamicWorkflowMain implements PackageProgram {

  /** Made by the launcher, by its name. */
  public ExecuteDynamicWorkflowMain() {}

  /**
   * Runs it.
   *
   * @param args the arguments after the word {@code execute-dynamic-workflow}
   * @param environment the environment variables
   * @return 0 if a document was written, an error document too, because Flyte reads none of a pod
   *     that failed; 1 if not; 2 if the arguments were not understood
   */
  public static int run(String[] args, Map<String, String> environment) {
    if (args.length == 1 && (args[0].equals("--help") || args[0].equals("-h"))) {
      System.out.print(DynamicOptions.USAGE);
      return ExitCode.OK;
    }
    DynamicOptions options;
    try {
      options = DynamicOptions.parse(args);
    } catch (UsageException e) {
      System.err.println("jflyte execute-dynamic-workflow: " + e.getMessage());
      System.err.print(DynamicOptions.USAGE);
      return ExitCode.USAGE;
    }
    BlobStore blobs = BlobStore.of(environment);
    try {
      return Launcher.run(
          new ExecuteDynamicWorkflowMain(),
          classPath(options, blobs),
          new PackedCommand(List.of(args), environment).pack());
    } catch (RuntimeException | Error e) {
      return report(options, blobs, environment, e);
    }
  }

  @Override
  @SuppressWarnings("try") // a guard is there to be closed
  public int run(PackageClassPath classPath, List<String> packed) {
    PackedCommand command = PackedCommand.unpack(packed);
    DynamicOptions options = DynamicOptions.parse(command.arguments().toArray(new String[0]));
    Map<String, String> environment = command.environment();
    BlobStore blobs = BlobStore.of(environment);
    try (SystemExitGuard guard =
            SystemExitGuard.open(exit -> report(options, blobs, environment, exit));
        LazyEntities remote = new LazyEntities(() -> ActionDrive.services(environment))) {
      byte[] bytes = template(options, blobs);
      OwnTemplate template = OwnTemplate.parse(bytes, options.taskTemplatePath());
      String packageDir = options.packageDir();
      PackageSource source =
          packageDir == null
              ? new PackageSource.Staged(StagedPackage.artifacts(bytes, options.taskTemplatePath()))
              : new PackageSource.InImage(packageDir);
      Supplier<DynamicExecution.Document> make =
          () ->
              new DynamicExecution(options.task(), classPath, template, source, environment, remote)
                  .run(Inputs.read(blobs, options.inputs()));
      DynamicExecution.Document document =
          Flyte.of(environment) == Flyte.TWO
              ? new DrivenJob(ActionDrive.in(environment, blobs)).run(make)
              : make.get();
      // A flag that the task has left would keep the file from being written.
      Thread.interrupted();
      FinalFailures.writing(
          document.name() + " cannot be written",
          () -> blobs.write(options.output(document.name()), document.content().toByteArray()));
      return ExitCode.OK;
    } catch (RuntimeException | Error e) {
      return report(options, blobs, environment, e);
    }
  }

  private static byte[] template(DynamicOptions options, BlobStore blobs) {
    return FinalFailures.reading(
        "the task template cannot be read", () -> blobs.read(options.taskTemplatePath()));
  }

  private static int report(
      DynamicOptions options, BlobStore blobs, Map<String, String> environment, Throwable failure) {
    ReplicaConsole console = ReplicaConsole.standard();
    console.say("task " + options.task() + " failed", failure);
    Thread.interrupted();
    try {
      blobs.write(
          options.output(AttemptFiles.ERROR),
          FailureDocuments.write(FailureDocuments.ofPlainTask(failure), Flyte.of(environment)));
      return ExitCode.OK;
    } catch (RuntimeException e) {
      console.say("the failure cannot be reported: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private static PackageClassPath classPath(DynamicOptions options, BlobStore blobs) {
    String packageDir = options.packageDir();
    return packageDir == null
        ? StagedPackage.download(blobs, options.taskTemplatePath())
        : PackageClassPath.ofPackageDir(packageDir);
  }
}
