package org.flytekitplugins.jflyte.explain.internal;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * In which words the backends refuse a job, so that whoever reads them on the console finds the
 * finding, and the other way round. They are Flyte 1.16.8's, which gets those about numbers from
 * Go's JSON and those about quantities from Kubernetes.
 */
final class BackendWords {
  /** The plugin of TFJobs, of one without a worker. */
  static final String NO_WORKERS = "number of workers must be greater than 0";

  /** The webhook, of an elastic PyTorchJob without a worker. */
  static final String ELASTIC_WITHOUT_WORKERS =
      "spec.pytorchReplicaSpecs[Worker]: Required value: must be configured if elastic policy is"
          + " used";

  private static final String NO_QUANTITY = "Failed to parse resource as a valid quantity.: ";

  // Sign, digits and fraction may all be missing. What is behind them is a suffix, or has the
  // letters of suffixes and may end as an exponent does.
  private static final Pattern QUANTITY =
      Pattern.compile("[+-]?[0-9]*(\\.[0-9]*)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?");
  private static final Pattern WITH_SUFFIX =
      Pattern.compile("[+-]?[0-9]*(\\.[0-9]*)?[eEinumkKMGTP]*[-+]?[0-9]*");

  private BackendWords() {}

  /** The plugins, of a task type version that they do not know. */
  static String unknownVersion(int version) {
    return "Invalid TaskSpecification, unsupported task template version [" + version + "] key";
  }

  /** The plugins, of a field that no job can be read out of; empty where we do not know. */
  static Optional<String> ofField(RawCustom custom) {
    return custom.numbers().stream()
        .filter(number -> number != (int) number.doubleValue())
        .findFirst()
        .map(BackendWords::noNumber)
        .or(
            () ->
                custom.quantities().stream()
                    .flatMap(quantity -> noQuantity(quantity).stream())
                    .findFirst());
  }

  private static String noNumber(double number) {
    String text = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    return "json: cannot unmarshal number " + text + " into Go value of type int32";
  }

  private static Optional<String> noQuantity(String text) {
    if (!text.isEmpty() && QUANTITY.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        NO_QUANTITY
            + (!text.isEmpty() && WITH_SUFFIX.matcher(text).matches()
                ? "unable to parse quantity's suffix"
                : "quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"));
  }
}
