package org.flytekitplugins.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the files that {@code flytectl register files} takes, without a server. */
@Mojo(
    name = "serialize",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class SerializeMojo extends PublishMojo {
  /** A task, a workflow, a launch plan. */
  private static final Pattern WRITTEN = Pattern.compile("[0-9]+_.*_[123]\\.pb");

  /** Where the files go. Those of before are deleted. */
  @Parameter(property = "flyte.folder", defaultValue = "${project.build.directory}/flyte/protos")
  private File folder;

  @Override
  List<String> packageCommand() throws MojoExecutionException, MojoFailureException {
    List<String> words = new ArrayList<>(List.of("serialize", "workflows"));
    words.addAll(packageWords());
    words.addAll(List.of("--folder", folder.getPath()));
    deleteThoseOfBefore();
    return words;
  }

  private void deleteThoseOfBefore() throws MojoExecutionException {
    if (!folder.isDirectory()) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.toPath())) {
      for (Path file : files.toList()) {
        if (WRITTEN.matcher(file.getFileName().toString()).matches()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new MojoExecutionException(folder + " cannot be emptied: " + e.getMessage(), e);
    }
  }
}
