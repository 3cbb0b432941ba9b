package org.flytekitplugins.jflyte.image.archive;

import com.google.auto.service.AutoService;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.maven.extension.JibMavenPluginExtension;
import com.google.cloud.tools.jib.maven.extension.MavenData;
import com.google.cloud.tools.jib.plugins.extension.ExtensionLogger;
import com.google.cloud.tools.jib.plugins.extension.ExtensionLogger.LogLevel;
import com.google.cloud.tools.jib.plugins.extension.JibPluginExtensionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Makes the start of the runtime image fast: puts an archive of classes into it that its own Java
 * has made, and tells the launcher beforehand what it would look for in all its jars.
 *
 * <p>The archive is made of the very files that the image gets, in the build that makes the image,
 * so that no class in it is another one than that of the jar: Java could not tell, since all files
 * of an image have the same time.
 */
@AutoService(JibMavenPluginExtension.class)
@SuppressWarnings("rawtypes") // the service is the raw type
public final class ArchiveExtension implements JibMavenPluginExtension<Void> {
  private static final String EXECUTE_CLASS_PATH = "/jflyte/execute-class-path";
  static final String FILE = "/jflyte/archive/classes.jsa";

  /** {@code auto}: one if it can be made here; {@code required}; {@code none}. */
  private static final String PROPERTY = "jflyte.archive";

  /** Made by Jib, as a service. */
  public ArchiveExtension() {}

  @Override
  public Optional<Class<Void>> getExtraConfigType() {
    return Optional.empty();
  }

  @Override
  public ContainerBuildPlan extendContainerBuildPlan(
      ContainerBuildPlan plan,
      Map<String, String> properties,
      Optional<Void> configuration,
      MavenData maven,
      ExtensionLogger logger)
      throws JibPluginExtensionException {
    Properties settings = new Properties();
    settings.putAll(properties);
    settings.putAll(maven.getMavenSession().getSystemProperties());
    settings.putAll(maven.getMavenSession().getUserProperties());
    String wish = settings.getProperty(PROPERTY, "auto");
    try {
      Path cache = Files.createDirectories(Path.of(settings.getProperty("jflyte.archive.cache")));
      ContainerBuildPlan told = told(plan, settings, cache);
      return wish.equals("none") ? told : archived(told, maven, settings, cache, wish, logger);
    } catch (IOException e) {
      throw new JibPluginExtensionException(getClass(), "class-data archive: " + e, e);
    }
  }

  // Java opens all jars of its class path when somebody asks for a logger, so execute gets no more
  // than it needs, and every other command the rest as well.
  private static ContainerBuildPlan told(ContainerBuildPlan plan, Properties settings, Path cache)
      throws IOException {
    LaunchedImage image =
        LaunchedImage.of(
            plan, List.of(settings.getProperty("jflyte.execute.layers").split(",", -1)));
    Path file =
        Files.writeString(
            cache.resolve("execute-class-path"), String.join(":", image.executeClassPath()));
    List<FileEntriesLayer> layers = new ArrayList<>(LaunchedImage.layers(plan));
    layers.add(
        FileEntriesLayer.builder()
            .setName("class path of execute")
            .addEntry(file, AbsoluteUnixPath.get(EXECUTE_CLASS_PATH))
            .build());
    List<String> command = new ArrayList<>(plan.getEntrypoint());
    String all = command.set(command.indexOf("-cp") + 1, "@" + EXECUTE_CLASS_PATH);
    command.addAll(1, List.of(image.kindsFlag(), "-Djflyte.class-path=" + all.substring(1)));
    return plan.toBuilder().setLayers(layers).setEntrypoint(command).build();
  }

  private ContainerBuildPlan archived(
      ContainerBuildPlan plan,
      MavenData maven,
      Properties settings,
      Path cache,
      String wish,
      ExtensionLogger logger)
      throws IOException, JibPluginExtensionException {
    try {
      boolean isOffline = maven.getMavenSession().isOffline();
      Path archive = new ArchiveMaker(settings, isOffline, cache).make(plan);
      logger.log(
          LogLevel.LIFECYCLE,
          "class-data archive: "
              + Files.size(archive) / 1_000_000
              + " MB, made by the image's own Java");
      return withArchive(plan, archive);
    } catch (NoArchiveException e) {
      if (wish.equals("required")) {
        throw new JibPluginExtensionException(getClass(), e.getMessage(), e);
      }
      logger.log(
          LogLevel.WARN,
          "the image gets no class-data archive, so that each pod starts more slowly: "
              + e.getMessage());
      return plan;
    }
  }

  private static ContainerBuildPlan withArchive(ContainerBuildPlan plan, Path archive) {
    List<FileEntriesLayer> layers = new ArrayList<>(LaunchedImage.layers(plan));
    layers.add(
        FileEntriesLayer.builder()
            .setName("class-data archive")
            .addEntry(archive, AbsoluteUnixPath.get(FILE))
            .build());
    // What a Java thinks of an archive that is none of its own is for nobody's standard output.
    List<String> command = new ArrayList<>(plan.getEntrypoint());
    command.addAll(1, List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:cds*=off"));
    return plan.toBuilder().setLayers(layers).setEntrypoint(command).build();
  }
}
