package org.flytekitplugins.jflyte.dynamic;

import flyteidl.core.DynamicJob.DynamicJobSpec;
import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.TaskTemplates;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.staging.ArtifactStager;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;

/** What Flyte prepares for a dynamic task's pod, and what the pod leaves behind. */
final class DynamicPod {
  static final ExecutionVariables TARGET = new ExecutionVariables("flytesnacks", "staging", "v7");
  static final NamedImages IMAGES =
      NamedImages.of(Map.of(NamedImages.DEFAULT, "team/image:7", "gpu", "team/image-gpu:7"));

  private final Path folder;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private DynamicPod(Path folder) {
    this.folder = folder;
  }

  /** Stages a package and registers its dynamic task, as a registration would do. */
  static DynamicPod staged(Path directory, String task, Path folder) throws IOException {
    return new DynamicPod(folder)
        .prepare(directory, task, new PackageSource.Staged(stage(directory, folder)));
  }

  static List<Artifact> stage(Path directory, Path folder) {
    return new ArtifactStager(store(), folder.resolve("staging").toUri().toString(), 4)
        .stage(
            PackageClassPath.ofDirectory(directory).entries(),
            (artifact, bytes, isNew, done, total) -> {});
  }

  /** Registers the dynamic task of a package that is in the image. */
  static DynamicPod inImage(Path directory, String task, Path folder) throws IOException {
    String packageDir = directory + "/*";
    DynamicPod pod =
        new DynamicPod(folder).prepare(directory, task, new PackageSource.InImage(packageDir));
    pod.arguments.addAll(List.of("--package-dir", packageDir));
    return pod;
  }

  private DynamicPod prepare(Path directory, String task, PackageSource source) throws IOException {
    Files.createDirectories(folder);
    try (PackageLoader loader = new PackageLoader(PackageClassPath.ofDirectory(directory))) {
      TaskTemplate template =
          new TaskTemplates(loader.load(TARGET.toEnv()), IMAGES, source)
              .all().values().stream()
                  .filter(some -> some.getId().getName().equals(task))
                  .findFirst()
                  .orElseThrow();
      Files.write(folder.resolve("task.pb"), template.toByteArray());
    }
    arguments.addAll(
        List.of(
            "--task",
            task,
            "--inputs",
            folder.resolve("inputs.pb").toUri().toString(),
            "--outputPrefix",
            folder.resolve("out").toUri().toString(),
            "--taskTemplatePath",
            folder.resolve("task.pb").toUri().toString()));
    return this;
  }

  DynamicPod environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  List<String> arguments() {
    return arguments;
  }

  /** Runs the pod with an input {@code x}; the exit code. */
  int run(long x) throws IOException {
    writeInputs(x);
    return ExecuteDynamicWorkflowMain.run(arguments.toArray(new String[0]), environment);
  }

  void writeInputs(long x) throws IOException {
    Literal literal = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(x)));
    Files.write(folder.resolve("inputs.pb"), LiteralMapBytes.write(Map.of("x", literal)));
  }

  DynamicJobSpec futures() throws IOException {
    return DynamicJobSpec.parseFrom(read("futures.pb"));
  }

  Map<String, Literal> outputs() throws IOException {
    return LiteralMapBytes.read(read("outputs.pb"));
  }

  TaskError error() throws IOException {
    return ErrorIdl.fromIdl(ErrorDocument.parseFrom(read("error.pb")));
  }

  /** The documents that it left. */
  List<String> documents() throws IOException {
    try (var files = Files.list(folder.resolve("out"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve("out").resolve(name));
  }

  private static BlobStore store() {
    return new BlobStore(FileSystems.of(Map.of(), null));
  }
}
