package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactDownload;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.idl.CustomBytes;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/** A package in a blob store, as the template of its task names it. */
public final class StagedPackage {
  private static final int CONCURRENCY = 8;

  /** What Flyte 2 fills in where Flyte 1 names the file that it has written. */
  private static final String INLINE = "inline:";

  private StagedPackage() {}

  /**
   * Downloads it to a temporary folder.
   *
   * @param taskTemplatePath the URI of the template
   * @throws org.flytekitplugins.spi.RecoverableException if storage fails
   * @throws JflyteException if there is no template, it names no artifacts, or one of them is
   *     damaged
   */
  public static PackageClassPath download(BlobStore blobs, String taskTemplatePath) {
    if (taskTemplatePath.startsWith(INLINE)) {
      throw new JflyteException(
          "--taskTemplatePath is "
              + taskTemplatePath
              + ", which is no file: Flyte 2 leaves the template of a task nowhere, so register the"
              + " package with jflyte register --flyte 2, which uploads it, or give --package-dir");
    }
    try {
      List<Artifact> artifacts = artifacts(blobs.read(taskTemplatePath), taskTemplatePath);
      Path folder = Files.createTempDirectory("jflyte-package-");
      return new PackageClassPath(
          new ArtifactDownload(blobs, CONCURRENCY).download(artifacts, folder));
    } catch (UncheckedIOException e) {
      throw new LaunchException("the package cannot be fetched: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LaunchException("there is no place for the package in this pod: " + e, e);
    }
  }

  /**
   * The staged files that a task template names.
   *
   * @param template a {@code TaskTemplate}
   * @param source where it is from, to name it in a sentence
   * @throws JflyteException if it names none
   */
  public static List<Artifact> artifacts(byte[] template, String source) {
    Struct.Value jflyte = CustomBytes.read(template).fields().get("jflyte");
    Struct.Value listed =
        jflyte == null || jflyte.kind() != Struct.Value.Kind.STRUCT_VALUE
            ? null
            : jflyte.structValue().fields().get("artifacts");
    if (listed == null || listed.kind() != Struct.Value.Kind.LIST_VALUE) {
      throw unusable(source, "has no list custom.jflyte.artifacts");
    }
    List<Artifact> artifacts = new ArrayList<>();
    for (Struct.Value artifact : listed.listValue()) {
      if (artifact.kind() != Struct.Value.Kind.STRUCT_VALUE) {
        throw unusable(source, "has an artifact that is no object");
      }
      Map<String, Struct.Value> fields = artifact.structValue().fields();
      artifacts.add(
          new Artifact(
              text(fields.get("name"), "name", source),
              text(fields.get("location"), "location", source)));
    }
    return artifacts;
  }

  private static String text(Struct.@Nullable Value value, String field, String source) {
    if (value == null || value.kind() != Struct.Value.Kind.STRING_VALUE) {
      throw unusable(source, "has an artifact without a " + field);
    }
    return value.stringValue();
  }

  private static JflyteException unusable(String template, String problem) {
    return new JflyteException(
        "task template "
            + ShownUri.of(template)
            + " "
            + problem
            + ": register the task with jflyte register, or give --package-dir");
  }
}
