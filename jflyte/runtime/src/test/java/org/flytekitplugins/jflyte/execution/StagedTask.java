package org.flytekitplugins.jflyte.execution;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Tasks.TaskTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.artifact.ArtifactName;

/** A task template that names staged artifacts, as {@code jflyte register} leaves it. */
final class StagedTask {
  private StagedTask() {}

  /**
   * Stages jars and writes a template that names them.
   *
   * @param scheme the scheme by which the template names them
   * @return the largest of the staged files
   */
  static Path write(List<Path> jars, Path staging, Path template, String scheme)
      throws IOException {
    Files.createDirectories(staging);
    ListValue.Builder list = ListValue.newBuilder();
    Path largest = null;
    for (Path jar : jars) {
      Path file = Files.copy(jar, staging.resolve(ArtifactName.of(jar)));
      list.addValues(
          Value.newBuilder()
              .setStructValue(
                  Struct.newBuilder()
                      .putFields("name", text(jar.getFileName().toString()))
                      .putFields(
                          "location",
                          text(scheme + file.toUri().toString().substring("file".length())))));
      largest = largest == null || Files.size(file) > Files.size(largest) ? file : largest;
    }
    Value jflyte =
        Value.newBuilder()
            .setStructValue(
                Struct.newBuilder()
                    .putFields("artifacts", Value.newBuilder().setListValue(list).build()))
            .build();
    TaskTemplate task =
        TaskTemplate.newBuilder()
            .setType("tensorflow")
            .setCustom(Struct.newBuilder().putFields("jflyte", jflyte))
            .build();
    Files.write(template, task.toByteArray());
    return largest;
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
