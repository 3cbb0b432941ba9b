package org.flytekitplugins.report.deck;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.JobRecord.Measurement;

/** Whose metric was no finite number, and at which step first: no curve can show that. */
final class MissingNumbers {
  private final String metric;
  private final SortedMap<Replica, Long> forGood = new TreeMap<>();
  private final SortedMap<Replica, Long> inBetween = new TreeMap<>();

  /**
   * @param measurements those of a job, of other metrics too
   */
  MissingNumbers(String metric, List<Measurement> measurements) {
    this.metric = metric;
    measurements.stream()
        .filter(said -> said.metrics().containsKey(metric))
        .collect(Collectors.groupingBy(Measurement::replica))
        .forEach(this::add);
  }

  // By steps, as in the curves: whoever goes back to a checkpoint has done some of them twice.
  private void add(Replica replica, List<Measurement> said) {
    long lastNumber =
        said.stream().filter(this::isNumber).mapToLong(Measurement::step).max().orElse(-1);
    OptionalLong first = firstMissing(said, lastNumber + 1);
    first.ifPresent(step -> forGood.put(replica, step));
    if (first.isEmpty()) {
      firstMissing(said, 0).ifPresent(step -> inBetween.put(replica, step));
    }
  }

  private OptionalLong firstMissing(List<Measurement> said, long from) {
    return said.stream()
        .filter(one -> one.step() >= from && !isNumber(one))
        .mapToLong(Measurement::step)
        .min();
  }

  private boolean isNumber(Measurement one) {
    return Double.isFinite(one.metrics().getOrDefault(metric, 0.0));
  }

  /** What to say below the curves, as HTML; nothing if all are numbers. */
  String draw() {
    return sentence(forGood, "No finite number from step %,d on: ")
        + sentence(inBetween, "No finite number at some steps, the first %,d: ");
  }

  // Whoever was the first stands in front, and the step is its.
  private static String sentence(Map<Replica, Long> steps, String since) {
    if (steps.isEmpty()) {
      return "";
    }
    List<Replica> replicas =
        steps.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    return "<p class=\"missing\">"
        + String.format(Locale.ROOT, since, Collections.min(steps.values()))
        + ReplicaNames.of(replicas)
        + "</p>\n";
  }
}
