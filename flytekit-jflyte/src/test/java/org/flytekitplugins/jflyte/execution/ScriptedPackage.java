package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.execution.scripted.ScriptedTask;
import org.flytekitplugins.jflyte.execution.scripted.ScriptedTraining;
import org.flytekitplugins.jflyte.testing.TestPackages;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.TensorflowTask;

/** The scripted tasks as a directory of jars, made once. */
final class ScriptedPackage {
  static final String TRAINING = ScriptedTraining.class.getName();
  static final String TASK = ScriptedTask.class.getName();

  private static Path directory;

  private ScriptedPackage() {}

  static synchronized Path directory() {
    if (directory == null) {
      try {
        directory = build();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return directory;
  }

  private static Path build() throws IOException {
    Path target = Files.createTempDirectory("scripted-package");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
    Path classes = target.resolve("classes");
    String folder = ScriptedTraining.class.getPackageName().replace('.', '/');
    Path compiled = TestPackages.whereIs(ScriptedTraining.class).resolve(folder);
    Files.createDirectories(classes.resolve(folder));
    try (Stream<Path> files = Files.list(compiled)) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(folder).resolve(file.getFileName()));
      }
    }
    List<Path> libraries = new ArrayList<>(TestPackages.flytekitJava());
    libraries.add(classes);
    libraries.add(TestPackages.whereIs(TaskTemplateExtension.class));
    libraries.add(TestPackages.whereIs(TrainingCluster.class));
    libraries.add(TestPackages.whereIs(TensorflowTask.class));
    return TestPackages.in(target.resolve("jars"))
        .service("org.flyte.flytekit.SdkRunnableTask", TRAINING, TASK)
        .with(libraries)
        .build();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
