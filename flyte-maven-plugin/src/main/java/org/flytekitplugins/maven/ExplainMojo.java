package org.flytekitplugins.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Says what a cluster makes of each training task, and fails the build if it refuses one. Needs no
 * server. As a part of a build it says so once: while neither the classes nor the class path nor
 * the parameters change, it has nothing to say.
 */
@Mojo(
    name = "explain",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class ExplainMojo extends ImageMojo {
  /** Explain this task only, by its full name. */
  @Parameter(property = "flyte.task")
  private @Nullable String task;

  /** Fail on warnings too. */
  @Parameter(property = "flyte.strict", defaultValue = "false")
  private boolean strict;

  /** The installation's {@code task_resources}, as flyteadmin is configured with them. */
  @Parameter(property = "flyte.platform")
  private @Nullable File platform;

  /**
   * What the output is: {@code text}, {@code json}, {@code yaml}, {@code pods} or {@code sarif}.
   */
  @Parameter(property = "flyte.output", defaultValue = "text")
  private String output;

  /** Where it goes; text goes to the log unless it is said. */
  @Parameter(property = "flyte.outputFile")
  private @Nullable File outputFile;

  @Parameter(defaultValue = "${project.build.directory}", readonly = true)
  private File target;

  private @Nullable Glance glance;

  @Override
  List<String> packageCommand() throws MojoExecutionException {
    List<String> words = new ArrayList<>(List.of("explain", "-cp", classPath(classes())));
    if (task != null) {
      words.addAll(List.of("--task", task));
    }
    if (strict) {
      words.add("--strict");
    }
    if (platform != null) {
      words.addAll(List.of("--platform", platform.getPath()));
    }
    words.addAll(List.of("-o", output));
    words.addAll(images());
    if (isBound()) {
      Stream<Path> more = platform == null ? Stream.of() : Stream.of(platform.toPath());
      glance =
          new Glance(
              target.toPath().resolve("flyte/explained"),
              words,
              Stream.concat(entries(classes()), more));
      if (glance.isSame()) {
        getLog().info("nothing has changed since it was explained");
        return List.of();
      }
    }
    return words;
  }

  @Override
  @Nullable Path outputFile() {
    if (outputFile != null) {
      return outputFile.toPath();
    }
    return output.equals("text") ? null : target.toPath().resolve("flyte/explain." + output);
  }

  @Override
  void done() throws MojoExecutionException {
    if (glance != null) {
      glance.keep();
    }
  }
}
