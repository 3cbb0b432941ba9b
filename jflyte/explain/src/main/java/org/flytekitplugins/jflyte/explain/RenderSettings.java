package org.flytekitplugins.jflyte.explain;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an execution of Flyte's would decide of a job, where somebody else decides it.
 *
 * @param jobName the name of the job, or null
 * @param namespace its namespace, or null
 * @param inputsUri where {@code inputs.pb} is, or null
 * @param outputPrefix the URI of the folder for outputs, errors and what is bigger, or null
 */
public record RenderSettings(
    @Nullable String jobName,
    @Nullable String namespace,
    @Nullable String inputsUri,
    @Nullable String outputPrefix) {
  /** Nobody has decided anything. */
  public static RenderSettings none() {
    return new RenderSettings(null, null, null, null);
  }

  /**
   * What templates in arguments stand for, by their names.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/core/template/template.go">template.go</a>
   */
  Map<String, String> templates() {
    Map<String, String> templates = new TreeMap<>();
    if (jobName != null) {
      templates.put("perRetryUniqueKey", jobName);
    }
    if (namespace != null) {
      templates.put("namespace", namespace);
    }
    if (inputsUri != null) {
      templates.put("input", inputsUri);
      templates.put("inputPrefix", inputsUri.substring(0, inputsUri.lastIndexOf('/')));
    }
    if (outputPrefix != null) {
      String raw = outputPrefix + "/raw";
      templates.put("outputPrefix", outputPrefix);
      templates.put("rawOutputDataPrefix", raw);
      templates.put("checkpointOutputPrefix", raw + "/_flytecheckpoints");
      // As Flyte writes it where there is none.
      templates.put("prevCheckpointPrefix", "\"\"");
    }
    return templates;
  }
}
