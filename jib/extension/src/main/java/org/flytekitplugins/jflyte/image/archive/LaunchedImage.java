package org.flytekitplugins.jflyte.image.archive;

import com.google.cloud.tools.jib.api.buildplan.ContainerBuildPlan;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What the launcher finds in an image.
 *
 * @param classPath the launcher's class path, with the files of this machine that it is made of
 * @param executeClassPath the part of it that {@code execute} needs
 */
record LaunchedImage(Map<String, Path> classPath, List<String> executeClassPath) {
  static final String CLASS_PATH_FLAG = "-cp";
  private static final String KINDS = "org.flytekitplugins.kubeflow.JobKind";

  /**
   * Of a plan.
   *
   * @param executeLayers the layers of what {@code execute} needs
   */
  static LaunchedImage of(ContainerBuildPlan plan, List<String> executeLayers) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    Set<String> ofExecute = new HashSet<>();
    for (FileEntriesLayer layer : layers(plan)) {
      for (FileEntry entry : layer.getEntries()) {
        files.put(entry.getExtractionPath().toString(), entry.getSourceFile());
        if (executeLayers.contains(layer.getName())) {
          ofExecute.add(entry.getExtractionPath().toString());
        }
      }
    }
    Map<String, Path> classPath = new LinkedHashMap<>();
    List<String> command = plan.getEntrypoint();
    String text = command.get(command.indexOf(CLASS_PATH_FLAG) + 1);
    if (text.startsWith("@")) {
      text = Files.readString(files.get(text.substring(1)));
    }
    for (String entry : text.strip().split(":", -1)) {
      // DIR/*, as Java takes it, or a file.
      String pattern = entry.replace(".", "\\.").replace("*", "[^/]*\\.jar");
      files.forEach(
          (name, file) -> {
            if (name.matches(pattern)) {
              classPath.put(name, file);
            }
          });
    }
    List<String> executeClassPath = new ArrayList<>(classPath.keySet());
    executeClassPath.retainAll(ofExecute);
    return new LaunchedImage(classPath, executeClassPath);
  }

  /** Names the launcher's kinds of jobs, which it would look for in all its jars. */
  String kindsFlag() throws IOException {
    TreeSet<String> kinds = new TreeSet<>();
    for (Path file : classPath.values()) {
      try (ZipFile jar = new ZipFile(file.toFile())) {
        ZipEntry services = jar.getEntry("META-INF/services/" + KINDS);
        if (services != null) {
          try (InputStream in = jar.getInputStream(services)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(kinds::add);
          }
        }
      }
    }
    return "-D" + KINDS + "s=" + String.join(",", kinds);
  }

  /** Jib has no other layers. */
  static List<FileEntriesLayer> layers(ContainerBuildPlan plan) {
    return plan.getLayers().stream().map(FileEntriesLayer.class::cast).toList();
  }
}
