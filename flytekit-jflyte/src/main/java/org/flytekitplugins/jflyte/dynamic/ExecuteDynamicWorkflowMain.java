package org.flytekitplugins.jflyte.dynamic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.loading.Launcher;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageProgram;
import org.flytekitplugins.jflyte.staging.ArtifactDownload;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.jspecify.annotations.Nullable;

/**
 * {@code jflyte execute-dynamic-workflow}: runs a task that makes a workflow and leaves {@code
 * futures.pb}, what Flyte shall run; {@code outputs.pb} when there is nothing left to run; or
 * {@code error.pb}.
 */
public final class ExecuteDynamicWorkflowMain implements PackageProgram {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  // A pod waits for the network, not for its processor.
  private static final int DOWNLOADS = 16;

  private final Map<String, String> environment;

  /** For another class loader, where the package's flytekit-api is. */
  public ExecuteDynamicWorkflowMain() {
    this(System.getenv());
  }

  private ExecuteDynamicWorkflowMain(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Runs it.
   *
   * @param args the arguments after the word {@code execute-dynamic-workflow}
   * @param environment the environment variables
   * @return 0 if a document was written, an error document too, because Flyte reads none of a pod
   *     that failed; 1 if not; 2 if the arguments were not understood
   */
  public static int run(String[] args, Map<String, String> environment) {
    DynamicOptions options;
    try {
      options = DynamicOptions.parse(args);
    } catch (JflyteException e) {
      System.err.println("jflyte execute-dynamic-workflow: " + e.getMessage());
      System.err.print(DynamicOptions.USAGE);
      return USAGE;
    }
    BlobStore blobs = blobs(environment);
    try {
      return Launcher.run(
          new ExecuteDynamicWorkflowMain(environment),
          classPath(options, blobs),
          List.of(args));
    } catch (RuntimeException | Error e) {
      return report(options, blobs, e);
    }
  }

  @Override
  public int run(PackageClassPath classPath, List<String> arguments) {
    DynamicOptions options = DynamicOptions.parse(arguments.toArray(new String[0]));
    BlobStore blobs = blobs(environment);
    try (RemoteEntities remote = null) {
      OwnTemplate template = template(options, blobs);
      DynamicExecution execution =
          new DynamicExecution(
              options.task(), classPath, template, source(options, template), environment, remote);
      DynamicExecution.Document document = execution.run(inputs(options, blobs));
      blobs.write(options.output(document.name()), document.content());
      return DONE;
    } catch (RuntimeException | Error e) {
      return report(options, blobs, e);
    }
  }

  private static int report(DynamicOptions options, BlobStore blobs, Throwable failure) {
    System.err.println("[jflyte] task " + options.task() + " failed");
    System.err.println(ErrorIdl.stackTrace(failure).strip());
    try {
      blobs.write(options.output("error.pb"), StableBytes.of(ErrorIdl.toIdl(failure)));
      return DONE;
    } catch (RuntimeException e) {
      System.err.println("[jflyte] the failure cannot be reported: " + e.getMessage());
      return FAILED;
    }
  }

  private static PackageClassPath classPath(DynamicOptions options, BlobStore blobs) {
    String packageDir = options.packageDir();
    if (packageDir != null) {
      return PackageClassPath.ofPackageDir(packageDir);
    }
    OwnTemplate template = template(options, blobs);
    if (template.artifacts().isEmpty()) {
      throw new JflyteException(
          "task template "
              + options.taskTemplatePath()
              + " names no files of the package: register it again, or give --package-dir");
    }
    try {
      Path directory = Files.createTempDirectory("jflyte-package-");
      return new PackageClassPath(
          new ArtifactDownload(blobs, DOWNLOADS).download(template.artifacts(), directory));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the package could be made: " + e, e);
    }
  }

  private static OwnTemplate template(DynamicOptions options, BlobStore blobs) {
    return OwnTemplate.parse(
        blobs.read(options.taskTemplatePath()), options.taskTemplatePath());
  }

  private static PackageSource source(DynamicOptions options, OwnTemplate template) {
    String packageDir = options.packageDir();
    return packageDir == null
        ? new PackageSource.Staged(template.artifacts())
        : new PackageSource.InImage(packageDir);
  }

  private static Map<String, Literal> inputs(DynamicOptions options, BlobStore blobs) {
    return LiteralMapBytes.read(blobs.read(options.inputs()));
  }

  private static BlobStore blobs(Map<String, String> environment) {
    @Nullable String modules = environment.get("FLYTE_INTERNAL_MODULE_DIR");
    return new BlobStore(
        FileSystems.of(
            environment, modules == null || modules.isEmpty() ? null : Path.of(modules)));
  }
}
