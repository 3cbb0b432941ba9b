package org.flytekitplugins.jflyte.image;

import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.core.Tasks.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A task as {@code jflyte serialize} wrote it. */
record SerializedTask(TaskSpec specification) {
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*\\.(\\w+)\\s*}}");

  /** Reads the one task of this name in a folder. */
  static SerializedTask read(Path folder, String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(
                  f ->
                      f.getFileName().toString().matches("\\d+_" + Pattern.quote(name) + "_1\\.pb"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no task " + name + " in " + folder));
      return new SerializedTask(TaskSpec.parseFrom(Files.readAllBytes(file)));
    }
  }

  private Container container() {
    return specification.getTemplate().getContainer();
  }

  String image() {
    return container().getImage();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    container().getEnvList().forEach(entry -> environment.put(entry.getKey(), entry.getValue()));
    return environment;
  }

  /** What the container is started with, its templates filled in. */
  List<String> arguments(Map<String, String> values) {
    return container().getArgsList().stream()
        .map(
            argument ->
                TEMPLATE
                    .matcher(argument)
                    .replaceAll(name -> Matcher.quoteReplacement(value(values, name.group(1)))))
        .toList();
  }

  private static String value(Map<String, String> values, String name) {
    if (!values.containsKey(name)) {
      throw new AssertionError("no value for {{." + name + "}}");
    }
    return values.get(name);
  }
}
