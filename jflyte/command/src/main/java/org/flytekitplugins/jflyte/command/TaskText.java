package org.flytekitplugins.jflyte.command;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.flytekitplugins.jflyte.explain.TaskPicture;
import org.flytekitplugins.spi.Documentation;

/** What a task says of itself, for people: a line for each thing that it says. */
final class TaskText {
  private TaskText() {}

  static List<String> lines(TaskPicture task) {
    List<String> lines = new ArrayList<>();
    if (task.documentation() != null) {
      lines.add("documentation: " + of(task.documentation()));
    }
    if (task.deprecation() != null) {
      lines.add(
          "deprecated: "
              + task.deprecation()
              + (task.workflows().isEmpty()
                  ? ""
                  : " (run by " + String.join(", ", task.workflows()) + ")"));
    }
    if (task.image() != null) {
      lines.add("image: " + task.image() + ", which the task names itself");
    }
    if (task.isCached()) {
      lines.add(
          "cache: version "
              + (task.cacheVersion() == null ? "-" : task.cacheVersion())
              + (task.cacheIgnoredInputs().isEmpty()
                  ? ""
                  : ", whatever the input " + String.join(", ", task.cacheIgnoredInputs())));
    }
    if (!task.pluginConfig().isEmpty()) {
      List<String> entries = new ArrayList<>();
      task.pluginConfig().forEach((key, value) -> entries.add(key + "=" + value));
      lines.add("plugin config: " + String.join(", ", entries));
    }
    if (!task.podTemplate().isEmpty()) {
      lines.add("pod template: its own, with " + String.join(", ", task.podTemplate()));
    }
    if (task.podTemplateName() != null) {
      lines.add("pod template: " + task.podTemplateName() + ", as it is on the cluster");
    }
    return lines;
  }

  private static String of(Documentation documentation) {
    String more = documentation.longDescription();
    URI link = documentation.sourceLink();
    return documentation.shortDescription()
        + (more == null
            ? ""
            : String.format(
                " (and %d bytes of %s)",
                more.getBytes(StandardCharsets.UTF_8).length,
                documentation.format().name().toLowerCase(Locale.ROOT)))
        + (link == null ? "" : " " + link);
  }
}
