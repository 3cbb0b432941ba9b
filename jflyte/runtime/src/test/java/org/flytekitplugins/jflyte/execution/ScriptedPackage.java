package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flyte.jflyte.api.FileSystemRegistrar;
import org.flytekitplugins.jflyte.execution.flaky.FlakyRegistrar;
import org.flytekitplugins.jflyte.execution.scripted.FolderTracker;
import org.flytekitplugins.jflyte.execution.scripted.ScriptedPyTorchTraining;
import org.flytekitplugins.jflyte.execution.scripted.ScriptedTask;
import org.flytekitplugins.jflyte.execution.scripted.ScriptedTraining;
import org.flytekitplugins.jflyte.execution.scripted.TaskWithDeck;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TrainingTracker;
import org.flytekitplugins.tensorflow.TensorflowTask;

/** The scripted tasks as a directory of jars, made once. */
public final class ScriptedPackage {
  static final String TRAINING = ScriptedTraining.class.getName();
  static final String TASK = ScriptedTask.class.getName();
  static final String TASK_WITH_DECK = TaskWithDeck.class.getName();

  static final String PYTORCH_TRAINING = ScriptedPyTorchTraining.class.getName();

  private static Path directory;
  private static Path pyTorchDirectory;
  private static Path tracker;
  private static Path modules;

  private ScriptedPackage() {}

  static synchronized Path directory() {
    if (directory == null) {
      try {
        directory = build(TRAINING, TASK, TASK_WITH_DECK);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return directory;
  }

  /** The task that runs as a PyTorchJob, apart from the others, which would be loaded with it. */
  static synchronized Path pyTorchDirectory() {
    if (pyTorchDirectory == null) {
      try {
        pyTorchDirectory = build(PYTORCH_TRAINING);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return pyTorchDirectory;
  }

  /** A jar that makes a tracker of the scripted tasks' package known. */
  static synchronized Path tracker() {
    if (tracker == null) {
      try {
        tracker =
            TestPackages.in(temporary().resolve("tracker"))
                .service(TrainingTracker.class.getName(), FolderTracker.class.getName())
                .build();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return tracker;
  }

  static List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.toList();
    }
  }

  /** A module directory with the flaky file system in it. */
  public static synchronized Path modules() {
    if (modules == null) {
      try {
        Path target = temporary();
        Path classes = classesOf(FlakyRegistrar.class, target);
        modules = target.resolve("modules");
        TestPackages.in(modules.resolve("flaky"))
            .service(FileSystemRegistrar.class.getName(), FlakyRegistrar.class.getName())
            .with(List.of(classes))
            .build();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return modules;
  }

  private static Path temporary() throws IOException {
    Path target = Files.createTempDirectory("scripted-package");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
    return target;
  }

  // Only the classes of one package of this test's class path.
  private static Path classesOf(Class<?> one, Path target) throws IOException {
    Path classes = target.resolve("classes");
    String folder = one.getPackageName().replace('.', '/');
    Files.createDirectories(classes.resolve(folder));
    try (Stream<Path> files = Files.list(TestPackages.whereIs(one).resolve(folder))) {
      for (Path file : files.toList()) {
        Files.copy(file, classes.resolve(folder).resolve(file.getFileName()));
      }
    }
    return classes;
  }

  private static Path build(String... tasks) throws IOException {
    Path target = temporary();
    Path classes = classesOf(ScriptedTraining.class, target);
    List<Path> libraries = new ArrayList<>(TestPackages.flytekitJava());
    libraries.add(classes);
    libraries.add(TestPackages.whereIs(TaskTemplateExtension.class));
    libraries.add(TestPackages.whereIs(TrainingCluster.class));
    libraries.add(TestPackages.whereIs(ProgressLog.class));
    libraries.add(TestPackages.whereIs(TensorflowTask.class));
    libraries.add(TestPackages.whereIs(Elastic.class));
    return TestPackages.in(target.resolve("jars"))
        .service("org.flyte.flytekit.SdkRunnableTask", tasks)
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
