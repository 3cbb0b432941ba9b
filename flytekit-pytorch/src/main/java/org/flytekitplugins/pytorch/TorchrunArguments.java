package org.flytekitplugins.pytorch;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What torchrun is told on its command line: of a job only what the operator does not tell it by
 * {@code PET_*} variables. The spelling is that of all releases; newer ones have one with hyphens
 * too.
 */
final class TorchrunArguments {
  private TorchrunArguments() {}

  /** Of a replica of a job. */
  static List<String> ofReplica(Elastic elastic, @Nullable String rdzvConf) {
    return launch(elastic, rdzvConf);
  }

  /** Of a process that trains alone: a plain task, or a job of which there is only this. */
  static List<String> alone(Elastic elastic, @Nullable String rdzvConf) {
    List<String> arguments = new ArrayList<>(List.of("--standalone"));
    arguments.add("--nproc_per_node=" + elastic.nprocPerNode());
    arguments.add("--max_restarts=" + elastic.maxRestarts());
    arguments.addAll(launch(elastic, rdzvConf));
    return arguments;
  }

  private static List<String> launch(Elastic elastic, @Nullable String rdzvConf) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--monitor_interval=" + seconds(elastic.monitorInterval()));
    arguments.add("--start_method=" + elastic.startMethod());
    String configs = configs(elastic.rdzvConfigs(), rdzvConf);
    if (!configs.isEmpty()) {
      arguments.add("--rdzv_conf=" + configs);
    }
    return arguments;
  }

  /**
   * An argument hides the variable, in which whoever plays the operator says more: what the job
   * does not say itself.
   *
   * @param variable the value of {@code PET_RDZV_CONF}, or null
   */
  private static String configs(Map<String, String> configs, @Nullable String variable) {
    Map<String, String> all = new LinkedHashMap<>(configs);
    if (variable != null) {
      for (String config : variable.split(",", -1)) {
        int equals = config.indexOf('=');
        if (equals > 0) {
          all.putIfAbsent(
              config.substring(0, equals).strip(), config.substring(equals + 1).strip());
        }
      }
    }
    return all.entrySet().stream()
        .map(config -> config.getKey() + "=" + config.getValue())
        .collect(joining(","));
  }

  private static String seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).stripTrailingZeros().toPlainString();
  }
}
