package org.flytekitplugins.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.flytekitplugins.jflyte.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * What all goals have: the environment of {@code jflyte}, and what its end means to a build.
 *
 * <p>It runs in a process of its own. A task may end its process, load native libraries, which a
 * class loader cannot take back, start threads, and bring a logging of its own; none of that is to
 * happen to Maven. And that process can be of another Java than Maven's, a toolchain's.
 */
abstract class FlyteMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  private MojoExecution execution;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
  private List<Artifact> pluginArtifacts;

  @Inject private ToolchainManager toolchains;

  /** Do nothing. */
  @Parameter(property = "flyte.skip", defaultValue = "false")
  private boolean skip;

  /** Where flyteadmin is, {@code host:port}; else what the environment says. */
  @Parameter(property = "flyte.platformUrl")
  private @Nullable String platformUrl;

  /** {@code true} for a flyteadmin without TLS; else what the environment says. */
  @Parameter(property = "flyte.insecure")
  private @Nullable String insecure;

  /** Further environment variables for {@code jflyte}. */
  @Parameter private Map<String, String> environment = new TreeMap<>();

  /** Options for the Java that runs {@code jflyte}. */
  @Parameter(property = "flyte.jvmArgs")
  private @Nullable String jvmArgs;

  /** Further words for {@code jflyte}: options that this goal has no parameter for, and inputs. */
  @Parameter(property = "flyte.args")
  private @Nullable String args;

  /** Shows the stack trace of what failed. */
  @Parameter(property = "flyte.verbose", defaultValue = "false")
  private boolean verbose;

  /** The command, without what all commands have; nothing if there is nothing to do. */
  abstract List<String> command() throws MojoExecutionException, MojoFailureException;

  /** Where the standard output goes, if not to the log. */
  @Nullable Path outputFile() {
    return null;
  }

  /** Whether an exit code is none of a failure. */
  boolean isDone(int exitCode) {
    return exitCode == ExitCode.OK;
  }

  /** Runs after the command has done what it was asked for. */
  void done() throws MojoExecutionException {}

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("flyte.skip is set: nothing is done");
      return;
    }
    List<String> words = command();
    if (words.isEmpty()) {
      return;
    }
    words = new ArrayList<>(words);
    if (verbose) {
      words.add("--verbose");
    }
    words.addAll(Words.of("flyte.args", args));
    getLog().debug("jflyte " + String.join(" ", words));
    JflyteProcess.Ended ended =
        new JflyteProcess(java(), jvm(), environment(), project.getBasedir(), getLog())
            .run(words, outputFile());
    if (isDone(ended.exitCode())) {
      done();
    } else if (ended.exitCode() == ExitCode.FAILURE || ended.exitCode() == ExitCode.FINDINGS) {
      throw new MojoFailureException(ended.sentence());
    } else {
      throw new MojoExecutionException(ended.sentence());
    }
  }

  /** What a goal cannot do without: Maven itself would not say how it is said. */
  static String said(String property, String name, @Nullable String value)
      throws MojoFailureException {
    if (value == null) {
      throw new MojoFailureException(
          String.format(
              "%s is not said: add -D%s=… or, in the pom, <%s>…</%s>",
              property, property, name, name));
    }
    return value;
  }

  MavenProject project() {
    return project;
  }

  /** Whether the goal is a part of the build, and not asked for by name. */
  boolean isBound() {
    return execution.getSource() == MojoExecution.Source.LIFECYCLE;
  }

  /** Says one more variable of the environment. */
  void environment(String name, String value) {
    environment.put(name, value);
  }

  private String java() {
    @Nullable Toolchain jdk = toolchains.getToolchainFromBuildContext("jdk", session);
    @Nullable String java = jdk == null ? null : jdk.findTool("java");
    return java == null ? Path.of(System.getProperty("java.home"), "bin", "java").toString() : java;
  }

  private List<String> jvm() throws MojoExecutionException {
    List<String> jvm = new ArrayList<>(Words.of("flyte.jvmArgs", jvmArgs));
    jvm.add("-cp");
    List<String> jars = new ArrayList<>();
    for (Artifact artifact : pluginArtifacts) {
      // Maven gives plugins some libraries of its own, and lists the plugin itself.
      if (!artifact.getArtifactId().equals("flyte-maven-plugin")
          && !artifact.getGroupId().startsWith("org.codehaus.plexus")
          && !artifact.getGroupId().startsWith("org.apache.maven")) {
        jars.add(artifact.getFile().getPath());
      }
    }
    jvm.add(String.join(File.pathSeparator, jars));
    return jvm;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new TreeMap<>(environment);
    if (platformUrl != null) {
      all.put("FLYTE_PLATFORM_URL", platformUrl);
    }
    if (insecure != null) {
      all.put("FLYTE_PLATFORM_INSECURE", insecure);
    }
    return all;
  }
}
