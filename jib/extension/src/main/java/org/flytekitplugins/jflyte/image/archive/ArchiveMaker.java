package org.flytekitplugins.jflyte.image.archive;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/** Makes an archive for an image, or takes the one that was made for the very same files. */
final class ArchiveMaker {
  /**
   * Java writes other bytes each time, though they mean the same. One that is kept keeps an image
   * that is built again equal to the last one.
   */
  private static final String KEPT = ".jsa";

  private static final Pattern OURS_IN_PACKAGES =
      Pattern.compile("^" + TrialImage.PACKAGE + "/(flytekit-(?!api-|java-|jackson-)|jflyte-)");

  private final Properties settings;
  private final boolean isOffline;
  private final Path cache;

  ArchiveMaker(Properties settings, boolean isOffline, Path cache) {
    this.settings = settings;
    this.isOffline = isOffline;
    this.cache = cache;
  }

  /**
   * The archive for an image as it is planned.
   *
   * @throws NoArchiveException if none can be made on this machine
   */
  Path make(ContainerBuildPlan plan) throws IOException, NoArchiveException {
    ImageRoot.requireLinux();
    Files.createDirectories(cache);
    Path work = Files.createTempDirectory(cache, "trial-");
    try (TrialImage image = TrialImage.build(plan, settings, isOffline, work)) {
      Path kept = cache.resolve(image.id() + KEPT);
      if (!Files.exists(kept)) {
        Path made = dump(image.unpack(), plan.getEntrypoint());
        Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
      }
      return kept;
    }
  }

  private static Path dump(ImageRoot root, List<String> entryPoint)
      throws IOException, NoArchiveException {
    List<Path> launcher = new ArrayList<>();
    List<Path> loaded = new ArrayList<>();
    for (Trial trial : Trial.ALL) {
      String lists = TrialImage.OUTPUT + "/" + trial.name();
      List<String> command = new ArrayList<>(entryPoint);
      command.addAll(
          1,
          List.of(
              "-Xshare:off",
              "-XX:DumpLoadedClassList=" + lists + ".launcher",
              "-Xlog:class+load:file=" + lists + ".loaded"));
      command.addAll(trial.arguments());
      root.run(trial.environment(), command);
      trial.check(root);
      launcher.add(root.file(lists + ".launcher"));
      loaded.add(root.file(lists + ".loaded"));
    }
    Path classes = root.file(TrialImage.OUTPUT + "/classes");
    Files.write(classes, ClassList.of(launcher, loaded, root.file("/"), OURS_IN_PACKAGES));
    String archive = TrialImage.OUTPUT + "/classes.jsa";
    List<String> command = new ArrayList<>(entryPoint);
    command.addAll(
        1,
        List.of(
            "-Xshare:dump",
            // Its heap goes into the archive, and starts quickly whatever the collector is then.
            "-XX:+UseG1GC",
            "-XX:SharedClassListFile=" + TrialImage.OUTPUT + "/classes",
            "-XX:SharedArchiveFile=" + archive));
    root.run(Map.of(), command);
    return root.file(archive);
  }
}
