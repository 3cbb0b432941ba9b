package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Flyte fills into the arguments of a container when it starts an attempt. Names are matched
 * in any case; what Flyte does not know it leaves as it is.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/core/template/template.go">template.go</a>
 */
final class FlyteTemplates {
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*[.$]([^}\\s]+)\\s*}}");
  private static final Set<String> KNOWN =
      Set.of(
          "input",
          "inputprefix",
          "outputprefix",
          "rawoutputdataprefix",
          "perretryuniquekey",
          "tasktemplatepath",
          "prevcheckpointprefix",
          "checkpointoutputprefix",
          "namespace");
  private static final String INPUTS = "inputs.";

  private FlyteTemplates() {}

  /** Texts with the values of those templates that have one, by their names in lower case. */
  static List<String> render(List<String> texts, Map<String, String> values) {
    List<String> rendered = new ArrayList<>();
    for (String text : texts) {
      Matcher template = TEMPLATE.matcher(text);
      rendered.add(
          template.replaceAll(
              found ->
                  Matcher.quoteReplacement(
                      values.getOrDefault(
                          found.group(1).toLowerCase(Locale.ROOT), found.group()))));
    }
    return List.copyOf(rendered);
  }

  /** Whether Flyte would fill something into a text. */
  static boolean isIn(String text) {
    Matcher template = TEMPLATE.matcher(text);
    while (template.find()) {
      String name = template.group(1).toLowerCase(Locale.ROOT);
      if (KNOWN.contains(name) || name.startsWith(INPUTS)) {
        return true;
      }
    }
    return false;
  }
}
