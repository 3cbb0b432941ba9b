package org.flytekitplugins.jflyte.image.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of an image, and programs that run with them as their root: as a node would run them as
 * far as Java can tell. Whoever may make a user namespace needs no rights for it.
 */
final class ImageRoot {
  private static final String WHITEOUT = ".wh.";

  private final Path root;
  private final Path log;
  private final Map<String, String> environment;

  private ImageRoot(Path root, Path log, Map<String, String> environment) {
    this.root = root;
    this.log = log;
    this.environment = environment;
  }

  static void requireLinux() throws NoArchiveException {
    String system = System.getProperty("os.name");
    if (!system.equals("Linux")) {
      throw new NoArchiveException(
          "the image's Java does not run on " + system + ": build it on Linux, as a release is");
    }
  }

  /** Unpacks an image that Jib has written. */
  static ImageRoot unpack(Path image, Path work) throws IOException, NoArchiveException {
    Path archive = Files.createDirectories(work.resolve("image"));
    Path root = Files.createDirectories(work.resolve("root"));
    Path log = work.resolve("log");
    run(log, "tar", "--extract", "--file", image.toString(), "--directory", archive.toString());
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(archive.resolve("manifest.json").toFile()).path(0);
    for (JsonNode layer : manifest.path("Layers")) {
      run(
          log,
          "tar",
          "--extract",
          "--gzip",
          "--file",
          archive.resolve(layer.textValue()).toString(),
          "--directory",
          root.toString(),
          "--no-same-owner",
          "--preserve-permissions",
          "--exclude=dev/*");
      removeWhatIsCoveredUp(root);
    }
    Map<String, String> environment = new LinkedHashMap<>();
    JsonNode config = json.readTree(archive.resolve(manifest.path("Config").textValue()).toFile());
    for (JsonNode variable : config.path("config").path("Env")) {
      String[] parts = variable.textValue().split("=", 2);
      environment.put(parts[0], parts[1]);
    }
    for (String mounted : List.of("proc", "dev", "tmp", TrialImage.OUTPUT.substring(1))) {
      Files.createDirectories(root.resolve(mounted));
    }
    return new ImageRoot(root, log, environment);
  }

  // A file .wh.x says that x is gone; .wh..wh..opq that nothing below is left of the layers before.
  private static void removeWhatIsCoveredUp(Path root) throws IOException {
    List<Path> marks;
    try (Stream<Path> files = Files.walk(root)) {
      marks = files.filter(file -> file.getFileName().toString().startsWith(WHITEOUT)).toList();
    }
    for (Path mark : marks) {
      String name = mark.getFileName().toString().substring(WHITEOUT.length());
      if (!name.startsWith(WHITEOUT)) {
        delete(mark.resolveSibling(name));
      }
      Files.delete(mark);
    }
  }

  /** A file of the image. */
  Path file(String path) {
    return root.resolve(path.substring(1));
  }

  /**
   * Runs a program to its end.
   *
   * @throws NoArchiveException if it cannot run here, or fails
   */
  void run(Map<String, String> variables, List<String> command)
      throws IOException, NoArchiveException {
    // The image's Java finds itself by /proc, and reads its randomness from /dev.
    String inside =
        "mount --rbind /proc \"$0/proc\" && mount --rbind /dev \"$0/dev\" && exec chroot \"$0\" \"$@\"";
    List<String> all = new ArrayList<>(List.of("unshare", "--mount"));
    if (!System.getProperty("user.name").equals("root")) {
      all.addAll(List.of("--user", "--map-root-user"));
    }
    all.addAll(List.of("sh", "-c", inside, root.toString()));
    all.addAll(command);
    ProcessBuilder process = new ProcessBuilder(all);
    Map<String, String> own = process.environment();
    String path = own.get("PATH");
    own.clear();
    own.putAll(environment);
    own.putAll(variables);
    // For the tools of this machine, and then for those of the image.
    own.put("PATH", path + File.pathSeparator + environment.getOrDefault("PATH", ""));
    run(process);
  }

  private static void run(Path log, String... command) throws IOException, NoArchiveException {
    new ImageRoot(log, log, Map.of()).run(new ProcessBuilder(command));
  }

  private void run(ProcessBuilder process) throws IOException, NoArchiveException {
    process.redirectErrorStream(true).redirectOutput(log.toFile());
    int code;
    try {
      code = process.start().waitFor();
    } catch (IOException e) {
      throw new NoArchiveException(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoArchiveException("interrupted", e);
    }
    if (code != 0) {
      throw new NoArchiveException(
          "the image's Java cannot be run here (exit code "
              + code
              + "): let this machine make user namespaces, or build without -Djflyte.archive"
              + "=required; "
              + lastOutput());
    }
  }

  /** The last line that a program has written. */
  String lastOutput() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return lines.isEmpty() ? "it says nothing" : lines.get(lines.size() - 1);
  }

  static void delete(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(file)) {
      for (Path each : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(each);
      }
    }
  }
}
