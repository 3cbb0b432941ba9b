package org.flytekitplugins.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Starts on the cluster what {@code register} has registered. Inputs are words of {@code
 * flyte.args}: {@code --steps 600}.
 */
@Mojo(name = "run", threadSafe = true)
public final class RunMojo extends FlyteMojo {
  /** The Flyte project. */
  @Parameter(property = "flyte.project")
  private @Nullable String flyteProject;

  /** Its domain, such as development. */
  @Parameter(property = "flyte.domain")
  private @Nullable String domain;

  /** The version to start. */
  @Parameter(property = "flyte.version", defaultValue = "${project.version}")
  private String version;

  /** The launch plan to start, by its full name: a workflow has one of its own name. */
  @Parameter(property = "flyte.workflow")
  private @Nullable String workflow;

  /** A file of JSON with inputs by name. */
  @Parameter(property = "flyte.inputs")
  private @Nullable File inputs;

  /** Show its nodes until it has ended; fail unless it succeeds. */
  @Parameter(property = "flyte.wait", defaultValue = "false")
  private boolean wait;

  @Override
  List<String> command() throws MojoFailureException {
    List<String> words = new ArrayList<>(List.of("run"));
    words.add(said("flyte.workflow", "workflow", workflow));
    words.addAll(List.of("--project", said("flyte.project", "flyteProject", flyteProject)));
    words.addAll(List.of("--domain", said("flyte.domain", "domain", domain)));
    words.addAll(List.of("--version", version));
    if (inputs != null) {
      words.addAll(List.of("--inputs", inputs.getPath()));
    }
    if (wait) {
      words.add("--wait");
    }
    return words;
  }
}
