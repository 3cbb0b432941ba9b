package org.flytekitplugins.jflyte.testing.propeller;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import flyteidl.core.Compiler.CompiledTask;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.PackageClassPath;

/** The package of a registered workflow, as its pods get it: the files that its tasks name. */
final class StagedPackage {
  private StagedPackage() {}

  /**
   * Fetches it.
   *
   * @param workflow what was registered
   * @param folder where its files go
   * @throws JflyteException if no task names files, or names some that are not of this machine
   */
  static PackageClassPath fetch(CompiledWorkflowClosure workflow, Path folder) {
    Map<String, String> locations = new TreeMap<>();
    for (CompiledTask task : workflow.getTasksList()) {
      addArtifacts(task.getTemplate().getCustom(), locations);
    }
    if (locations.isEmpty()) {
      throw new JflyteException(
          "no task of "
              + workflow.getPrimary().getTemplate().getId().getName()
              + " names the files of its package: register it with a staging location, or tell the"
              + " propeller where the package is, as with thisProgram()");
    }
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> artifact : locations.entrySet()) {
        Files.copy(
            file(artifact.getValue()),
            folder.resolve(artifact.getKey()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the package cannot be copied to " + folder + ": " + e, e);
    }
    return PackageClassPath.ofDirectory(folder);
  }

  private static void addArtifacts(Struct custom, Map<String, String> locations) {
    Struct own = custom.getFieldsOrDefault("jflyte", Value.getDefaultInstance()).getStructValue();
    own.getFieldsOrDefault("artifacts", Value.getDefaultInstance())
        .getListValue()
        .getValuesList()
        .forEach(
            artifact ->
                locations.put(
                    text(artifact.getStructValue(), "name"),
                    text(artifact.getStructValue(), "location")));
  }

  private static String text(Struct struct, String field) {
    return struct.getFieldsOrDefault(field, Value.getDefaultInstance()).getStringValue();
  }

  private static Path file(String location) {
    if (!location.startsWith("file:")) {
      throw new JflyteException(
          location
              + " is not on this machine: register with a staging location that begins with"
              + " file://");
    }
    return Path.of(URI.create(location));
  }
}
