package org.flytekitplugins.maven;

import static java.util.Map.entry;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence of {@code jflyte} that names its flags, as who uses Maven can follow it. */
final class Remedy {
  /** A flag, and what stands for its value. */
  private static final Pattern FLAG = Pattern.compile("--([a-z]+(?:-[a-z]+)*)(?: ([A-Z][A-Z=]*))?");

  /** Further ones of a flag that may be repeated: as a property they are joined by commas. */
  private static final Pattern ALLOWED =
      Pattern.compile("--allow ([a-z-]+)((?: --allow [a-z-]+)*)");

  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          entry("allow", "flyte.allow"),
          entry("domain", "flyte.domain"),
          entry("image", "flyte.image"),
          entry("inputs", "flyte.inputs"),
          entry("jib-json", "flyte.jibJson"),
          entry("launch-plan", "flyte.launchPlan"),
          entry("package-dir", "flyte.packageDir"),
          entry("platform", "flyte.platform"),
          entry("project", "flyte.project"),
          entry("task", "flyte.task"),
          entry("version", "flyte.version"),
          entry("workflow", "flyte.workflow"));

  private Remedy() {}

  /** The same sentence with properties for flags; flags that are none stay, for flyte.args. */
  static String inMaven(String sentence) {
    String once =
        ALLOWED
            .matcher(sentence)
            .replaceAll(
                ids -> "-Dflyte.allow=" + ids.group(1) + ids.group(2).replace(" --allow ", ","));
    return FLAG.matcher(once)
        .replaceAll(
            flag -> {
              String property = PROPERTIES.get(flag.group(1));
              if (property == null) {
                return Matcher.quoteReplacement(flag.group());
              }
              String value = flag.group(2) == null ? "" : "=" + flag.group(2);
              return Matcher.quoteReplacement("-D" + property + value);
            });
  }
}
