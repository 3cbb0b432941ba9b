package org.flytekitplugins.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.flytekitplugins.jflyte.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * Registers the project's tasks, workflows and launch plans with flyteadmin, to run in the image
 * that {@code jib:build} has left in {@code target/jib-image.json}, by its digest.
 */
@Mojo(
    name = "register",
    defaultPhase = LifecyclePhase.DEPLOY,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class RegisterMojo extends PublishMojo {
  /** The Flyte project. */
  @Parameter(property = "flyte.project")
  private @Nullable String flyteProject;

  /** Its domain, such as development. */
  @Parameter(property = "flyte.domain")
  private @Nullable String domain;

  /** The version of everything in the package. What is registered with it never changes. */
  @Parameter(property = "flyte.version", defaultValue = "${project.version}")
  private String version;

  /** The URI under which a package is staged that is not in the image; else the environment's. */
  @Parameter(property = "flyte.stagingLocation")
  private @Nullable String stagingLocation;

  /** Only say what would be done. */
  @Parameter(property = "flyte.dryRun", defaultValue = "false")
  private boolean dryRun;

  /** Make each launch plan the active one of its name, with its schedule. */
  @Parameter(property = "flyte.activateLaunchPlans", defaultValue = "false")
  private boolean activateLaunchPlans;

  @Override
  List<String> packageCommand() throws MojoExecutionException, MojoFailureException {
    List<String> words = new ArrayList<>(List.of("register", "workflows"));
    words.addAll(List.of("--project", said("flyte.project", "flyteProject", flyteProject)));
    words.addAll(List.of("--domain", said("flyte.domain", "domain", domain)));
    words.addAll(List.of("--version", version));
    words.addAll(packageWords());
    if (dryRun) {
      words.add("--dry-run");
    }
    if (activateLaunchPlans) {
      words.add("--activate-launch-plans");
    }
    if (stagingLocation != null) {
      environment("FLYTE_STAGING_LOCATION", stagingLocation);
    }
    return words;
  }

  @Override
  boolean isDone(int exitCode) {
    return super.isDone(exitCode) || (dryRun && exitCode == ExitCode.DIFFERS);
  }
}
