package org.flytekitplugins.jflyte.local.internal.template;

import java.util.Map;
import java.util.function.Supplier;
import org.flyte.api.v1.Literal;

/**
 * What Flyte fills into the command line of a container in one attempt.
 *
 * @param input the file of the inputs
 * @param inputPrefix the folder of that file
 * @param outputPrefix where {@code outputs.pb} goes
 * @param rawOutputDataPrefix where what is bigger than a literal goes
 * @param checkpointOutputPrefix where this attempt's checkpoints go
 * @param prevCheckpointPrefix where those of the attempt before it are; two quotation marks if
 *     there was none
 * @param perRetryUniqueKey a name that no other attempt has
 * @param namespace the Kubernetes namespace
 * @param taskTemplatePath the file of the task's template, made when it is asked for
 * @param inputs the inputs by name
 */
public record TemplateValues(
    String input,
    String inputPrefix,
    String outputPrefix,
    String rawOutputDataPrefix,
    String checkpointOutputPrefix,
    String prevCheckpointPrefix,
    String perRetryUniqueKey,
    String namespace,
    Supplier<String> taskTemplatePath,
    Map<String, Literal> inputs) {
  /** What Flyte writes for the checkpoints of an attempt that is the first. */
  public static final String NO_CHECKPOINTS = "\"\"";

  /** Keeps a copy that nobody can change. */
  public TemplateValues {
    inputs = Map.copyOf(inputs);
  }
}
