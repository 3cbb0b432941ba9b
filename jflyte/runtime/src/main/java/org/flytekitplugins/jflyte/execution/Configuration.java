package org.flytekitplugins.jflyte.execution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.spi.TrainingParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a training was given, for people to read: the inputs of its task and what it has put itself,
 * which a tracker is told as well. Safe for several threads.
 */
final class Configuration implements TrainingParameters {
  private final Map<String, Literal> inputs;
  private final Map<String, String> parameters = new TreeMap<>();
  private final @Nullable TrainingParameters tracker;

  /**
   * @param tracker who else is told what the training puts; null for nobody
   */
  Configuration(Map<String, Literal> inputs, @Nullable TrainingParameters tracker) {
    this.inputs = inputs;
    this.tracker = tracker;
  }

  @Override
  public void put(String name, String value) {
    Objects.requireNonNull(name, "a parameter has no name: say what it is");
    Objects.requireNonNull(value, () -> "parameter " + name + " has no value: leave it out");
    if (tracker != null) {
      tracker.put(name, value);
    }
    synchronized (this) {
      parameters.putIfAbsent(name, value);
    }
  }

  /** Inputs and parameters in Markdown, one a line, long values shortened. */
  synchronized String markdown() {
    StringBuilder text = new StringBuilder();
    addTo(text, "inputs", ShortValues.each(inputs));
    addTo(
        text,
        "parameters",
        parameters.entrySet().stream()
            .map(parameter -> ShortValues.line(parameter.getKey(), parameter.getValue()))
            .toList());
    return text.toString();
  }

  // As code: a value is no Markdown.
  private static void addTo(StringBuilder text, String title, List<String> lines) {
    text.append(title).append("\n\n");
    if (lines.isEmpty()) {
      text.append("    none\n");
    }
    lines.forEach(line -> text.append("    ").append(line).append('\n'));
    text.append('\n');
  }
}
