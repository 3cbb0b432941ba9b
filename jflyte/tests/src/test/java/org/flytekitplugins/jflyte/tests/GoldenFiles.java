package org.flytekitplugins.jflyte.tests;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.closure.ProjectClosure;

/** Entities as text, one file each; see the README beside the files. */
final class GoldenFiles {
  private static final String SUFFIX = ".txtpb";

  private final Path folder;
  private final String packageName;

  /**
   * @param folder a folder beside the README
   * @param packageName what names of files leave out
   */
  GoldenFiles(String folder, String packageName) {
    this.folder = Path.of(System.getProperty("golden.files"), folder);
    this.packageName = packageName + ".";
  }

  /** The text of every entity by the name of its file. */
  Map<String, String> of(ProjectClosure closure) {
    Map<String, String> texts = new TreeMap<>();
    closure.tasks().forEach(task -> texts.put(name("tasks", task.getId()), text(task)));
    closure
        .workflows()
        .forEach(workflow -> texts.put(name("workflows", workflow.getId()), text(workflow)));
    closure
        .launchPlans()
        .forEach(plan -> texts.put(name("launch-plans", plan.getId()), text(plan)));
    return texts;
  }

  /** The files by their names, after they were written anew if the build is asked to. */
  Map<String, String> readOrUpdate(Map<String, String> actual) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      write(actual);
    }
    return read();
  }

  /** The files by their names. */
  private Map<String, String> read() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(GoldenFiles::isGolden).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  private void write(Map<String, String> texts) throws IOException {
    for (String stale : read().keySet()) {
      Files.delete(folder.resolve(stale));
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = folder.resolve(text.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.getValue());
    }
  }

  private static boolean isGolden(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private String name(String kind, Identifier id) {
    return kind + "/" + id.getName().replace(packageName, "") + SUFFIX;
  }

  /** Fields that flyteidl-protos 0.4.35 does not have stand there by their numbers. */
  private static String text(Message message) {
    String text = TextFormat.printer().escapingNonAscii(false).printToString(message);
    return "# proto-message: "
        + message.getDescriptorForType().getFullName()
        + "\n"
        + text.replace('"' + Distribution.VERSION + '"', "\"VERSION\"");
  }
}
