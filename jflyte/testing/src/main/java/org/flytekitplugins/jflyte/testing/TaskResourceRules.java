package org.flytekitplugins.jflyte.testing;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.Resources;
import flyteidl.core.Tasks.Resources.ResourceEntry;
import flyteidl.core.Tasks.Resources.ResourceName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What flyteadmin asks of a task's requests and limits.
 *
 * @param platformLimits the limits of the installation, by resource; none for a resource that it
 *     does not limit
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/task_validator.go">flyteadmin's
 *     task validator</a>
 */
record TaskResourceRules(Map<ResourceName, String> platformLimits) {
  private static final Pattern QUANTITY =
      Pattern.compile(
          "([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  TaskResourceRules {
    platformLimits = Map.copyOf(platformLimits);
    platformLimits.forEach(TaskResourceRules::amount);
  }

  void check(Identifier task, Resources resources) {
    Map<ResourceName, ResourceEntry> requests = byName(task, resources.getRequestsList());
    Map<ResourceName, ResourceEntry> limits = byName(task, resources.getLimitsList());
    requests.forEach(
        (name, request) -> {
          switch (name) {
            case CPU, MEMORY, EPHEMERAL_STORAGE -> check(request, limits.get(name));
            case GPU -> checkGpu(task, request, limits.get(name));
            default -> {}
          }
        });
  }

  private void check(ResourceEntry request, @Nullable ResourceEntry limit) {
    if (limit != null && value(limit).compareTo(value(request)) < 0) {
      throw Refusals.invalidArgument(
          String.format(
              "Requested %s default [%s] is greater than the limit [%s]. Please fix your"
                  + " configuration",
              request.getName(), request.getValue(), limit.getValue()));
    }
    if (limit != null) {
      requireWithinPlatform("limit [%s] is greater than", limit);
    }
    requireWithinPlatform("default [%s] is greater than ", request);
  }

  private void checkGpu(Identifier task, ResourceEntry request, @Nullable ResourceEntry limit) {
    if (limit != null && !value(limit).equals(value(request))) {
      throw Refusals.invalidArgument(
          "For extended resource 'gpu' the default value must equal the limit value for task ["
              + Refusals.oneLine(task)
              + "]");
    }
    requireWithinPlatform("default [%s] is greater than ", request);
  }

  private void requireWithinPlatform(String words, ResourceEntry entry) {
    String limit = platformLimits.get(entry.getName());
    if (limit != null && value(entry).compareTo(whole(amount(entry.getName(), limit))) > 0) {
      throw Refusals.invalidArgument(
          String.format(
              "Requested %s "
                  + words
                  + " current limit set in the platform configuration [%s]."
                  + " Please contact Flyte Admins to change these limits or consult the"
                  + " configuration",
              entry.getName(),
              entry.getValue(),
              limit));
    }
  }

  private static Map<ResourceName, ResourceEntry> byName(
      Identifier task, List<ResourceEntry> entries) {
    Map<ResourceName, ResourceEntry> byName = new EnumMap<>(ResourceName.class);
    for (ResourceEntry entry : entries) {
      switch (entry.getName()) {
        case CPU, MEMORY, EPHEMERAL_STORAGE, GPU -> {
          if (byName.put(entry.getName(), entry) != null) {
            throw Refusals.invalidArgument(
                String.format(
                    "can't specify %s limit for task [%s] multiple times",
                    entry.getName(), Refusals.oneLine(task)));
          }
          BigDecimal amount = amount(entry.getName(), entry.getValue());
          if (entry.getName() == ResourceName.GPU && !isWhole(amount)) {
            throw Refusals.invalidArgument(
                String.format(
                    "gpu for [%s] must be a whole number, got: %s instead",
                    Refusals.oneLine(task), entry.getValue()));
          }
        }
        default -> {}
      }
    }
    return byName;
  }

  private static boolean isWhole(BigDecimal amount) {
    return amount.remainder(BigDecimal.ONE).signum() == 0;
  }

  /** What flyteadmin compares: whole units, rounded up. */
  private static BigInteger value(ResourceEntry entry) {
    return whole(amount(entry.getName(), entry.getValue()));
  }

  private static BigInteger whole(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.UP).toBigInteger();
  }

  private static BigDecimal amount(ResourceName name, String quantity) {
    Matcher matcher = QUANTITY.matcher(quantity);
    if (!matcher.matches()) {
      throw Refusals.invalidArgument(
          String.format(
              "Parsing of %s request failed for value %s - reason  quantities must match the"
                  + " regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'. Please"
                  + " follow K8s conventions for resources"
                  + " https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
              name, quantity));
    }
    BigDecimal number = new BigDecimal(matcher.group(1));
    String suffix = matcher.group(2);
    if (suffix == null) {
      return number;
    }
    if (suffix.endsWith("i")) {
      int power = "KMGTPE".indexOf(suffix.charAt(0)) + 1;
      return number.multiply(BigDecimal.valueOf(1024).pow(power));
    }
    int power = "num_kMGTPE".indexOf(suffix);
    if (power < 0) {
      String exponent = suffix.length() == 1 ? "0" : suffix.substring(1);
      return number.scaleByPowerOfTen(Integer.parseInt(exponent));
    }
    return power < 3
        ? number.divide(THOUSAND.pow(3 - power))
        : number.multiply(THOUSAND.pow(power - 3));
  }
}
