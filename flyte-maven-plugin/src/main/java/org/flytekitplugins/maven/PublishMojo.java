package org.flytekitplugins.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that hands the package's entities on, with the images that they run in. */
abstract class PublishMojo extends ImageMojo {
  /** Where Jib puts a package, unless it is told otherwise. */
  private static final String JIB_PACKAGE_DIR = "/app/resources:/app/classes:/app/libs/*";

  /**
   * The package is in the image, at this class path. With Jib's image it is where Jib puts it; with
   * another the package is staged unless this says where it is.
   */
  @Parameter(property = "flyte.packageDir")
  private @Nullable String packageDir;

  /** Go on although {@code explain} finds these errors. */
  @Parameter(property = "flyte.allow")
  private List<String> allow = new ArrayList<>();

  /** The installation's {@code task_resources}, as flyteadmin is configured with them. */
  @Parameter(property = "flyte.platform")
  private @Nullable File platform;

  /** Where the project's jar is, unless this build has put it elsewhere. */
  @Parameter(
      defaultValue = "${project.build.directory}/${project.build.finalName}.jar",
      readonly = true)
  private File jar;

  /** The flags that say what the package is. */
  final List<String> packageWords() throws MojoExecutionException, MojoFailureException {
    String dir = packageDir == null && isOfJib() ? JIB_PACKAGE_DIR : packageDir;
    List<String> words = new ArrayList<>(List.of("-cp"));
    if (dir == null) {
      words.add(classPath(packed()));
    } else {
      words.add(classPath(classes()));
      words.addAll(List.of("--package-dir", dir));
    }
    if (isOfJib()) {
      warnOfAnOldImage();
    }
    words.addAll(images());
    allow.forEach(id -> words.addAll(List.of("--allow", id)));
    if (platform != null) {
      words.addAll(List.of("--platform", platform.getPath()));
    }
    return words;
  }

  private Path packed() throws MojoFailureException {
    @Nullable File built = project().getArtifact().getFile();
    if (built != null && built.isFile()) {
      return built.toPath();
    }
    if (!jar.isFile()) {
      throw new MojoFailureException(
          hasImage() || System.getenv("FLYTE_INTERNAL_IMAGE") != null
              ? jar
                  + " is not there, and what is staged are jars: package the project in the same build, as mvn package flyte:register does, or say with -Dflyte.packageDir=… where in the image it is"
              : "tasks have no image to run in: build one before, as mvn package jib:build flyte:register does, or name one with -Dflyte.image=…; where all tasks name their own, package the project before, as mvn package flyte:register does");
    }
    return jar.toPath();
  }

  private void warnOfAnOldImage() throws MojoExecutionException {
    try (Stream<Path> all = Files.walk(classes())) {
      Optional<Path> newest =
          all.filter(Files::isRegularFile).max(Comparator.comparing(PublishMojo::time));
      if (newest.isPresent() && time(newest.get()).compareTo(time(jibJson())) > 0) {
        getLog()
            .warn(
                String.format(
                    "the image is older than %s: build it anew with jib:build",
                    project().getBasedir().toPath().relativize(newest.get())));
      }
    } catch (IOException e) {
      throw new MojoExecutionException(classes() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static FileTime time(Path file) {
    return FileTime.fromMillis(file.toFile().lastModified());
  }
}
