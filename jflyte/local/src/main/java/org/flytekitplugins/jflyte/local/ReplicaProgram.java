package org.flytekitplugins.jflyte.local;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.jflyte.local.internal.process.GarbageCollector;
import org.flytekitplugins.localcluster.Program;
import org.jspecify.annotations.Nullable;

/**
 * What a replica of a training task runs, on this machine as in a pod: {@code jflyte execute}. All
 * replicas of a job run the same. Also for tests that play a cluster themselves: the replicas read
 * their inputs from a file, and leave {@code outputs.pb} or {@code error.pb} in the folder.
 *
 * @param task the name of the task
 * @param packagePath the class path of the package
 * @param inputs the file of its inputs, {@code inputs.pb}
 * @param folder the folder of the attempt, which becomes its output prefix, and within which its
 *     checkpoints and raw outputs are
 * @param previousFolder the folder of the attempt before it, or null
 */
public record ReplicaProgram(
    String task,
    PackageClassPath packagePath,
    Path inputs,
    Path folder,
    @Nullable Path previousFolder) {
  /**
   * The command line.
   *
   * @param jvmOptions options of the JVM, for example {@code -Xmx512m}
   */
  public Program program(List<String> jvmOptions) {
    AttemptFolders folders = new AttemptFolders(folder, previousFolder);
    Path previous = folders.previousCheckpoints();
    return launcher(
        jvmOptions,
        List.of(
            "jflyte",
            "execute",
            "--task",
            task,
            "--inputs",
            RunFolder.uri(inputs),
            "--outputPrefix",
            RunFolder.uri(folder),
            "--package-dir",
            packagePath.entries().stream()
                .map(entry -> entry.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator)),
            "--rawOutputPrefix",
            RunFolder.uri(folders.raw()),
            "--checkpoint",
            RunFolder.uri(folders.checkpoints()),
            "--previousCheckpoint",
            // What Flyte writes for none: two characters.
            previous == null ? "\"\"" : RunFolder.uri(previous)));
  }

  /**
   * What an image of the launcher starts: here it has the class path of this program.
   *
   * @param jvmOptions options of the JVM
   * @param words what follows
   */
  public static Program launcher(List<String> jvmOptions, List<String> words) {
    return Program.mainClass(PodMain.class.getName(), launcherClassPath(), jvmOptions, words);
  }

  /**
   * Options that let so many JVMs share this machine: half of its memory for all their heaps, and
   * no more threads for each of them than it takes, unless somebody has chosen how memory is
   * collected.
   *
   * @param environment what the replicas find in their environment
   * @param options what else is on their command line; it comes last, and so wins
   */
  static List<String> jvmOptions(
      int replicas, Map<String, String> environment, List<String> options) {
    List<String> all = new ArrayList<>();
    all.add(
        String.format(Locale.ROOT, "-XX:MaxRAMPercentage=%.2f", Math.min(25.0, 50.0 / replicas)));
    if (!GarbageCollector.isChosen(environment, options)) {
      all.add("-XX:+UseSerialGC");
    }
    all.addAll(options);
    return all;
  }

  private static List<Path> launcherClassPath() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }
}
