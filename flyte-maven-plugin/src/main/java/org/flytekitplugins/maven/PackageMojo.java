package org.flytekitplugins.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal about the project's own package: its classes, and its run-time class path. */
abstract class PackageMojo extends FlyteMojo {
  /** Where the project's classes are. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /** The command about the package. */
  abstract List<String> packageCommand() throws MojoExecutionException, MojoFailureException;

  @Override
  final List<String> command() throws MojoExecutionException, MojoFailureException {
    if (project().getPackaging().equals("pom")) {
      getLog().debug("a project of packaging pom has no package");
      return List.of();
    }
    if (!classes.isDirectory()) {
      throw new MojoFailureException(
          classes
              + " is not there: compile the project in the same build, as mvn compile flyte:explain does");
    }
    return packageCommand();
  }

  /** The project's classes, or what they have been packed into, and all that they need. */
  final String classPath(Path own) {
    return String.join(File.pathSeparator, entries(own).map(Path::toString).toList());
  }

  /** The same, one by one. */
  final Stream<Path> entries(Path own) {
    return Stream.concat(
        Stream.of(own),
        project().getArtifacts().stream()
            .filter(artifact -> artifact.getArtifactHandler().isAddedToClasspath())
            .map(Artifact::getFile)
            .map(File::toPath));
  }

  final Path classes() {
    return classes.toPath();
  }
}
