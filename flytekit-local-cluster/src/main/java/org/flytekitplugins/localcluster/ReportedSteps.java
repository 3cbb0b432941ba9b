package org.flytekitplugins.localcluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.report.deck.JobRecord.Measurement;
import org.flytekitplugins.report.internal.Thinned;
import org.jspecify.annotations.Nullable;

/** What one replica has reported, as much of it as a picture shows: there may be millions. */
final class ReportedSteps {
  /** More than a screen has points. */
  static final int MOST = 2000;

  // Whoever reports two metrics in turn would otherwise lose one of them: of all every second one.
  private final Map<Set<String>, Thinned<Measurement>> byMetrics = new LinkedHashMap<>();
  private @Nullable Measurement furthest;

  void add(Measurement reported) {
    byMetrics
        .computeIfAbsent(reported.metrics().keySet(), any -> new Thinned<>(MOST))
        .add(reported);
    if (furthest == null || reported.step() >= furthest.step()) {
      furthest = reported;
    }
  }

  /** Evenly spread, with the last one of each kind, and the one that was furthest. */
  List<Measurement> kept() {
    List<Measurement> all = new ArrayList<>();
    byMetrics.values().forEach(some -> all.addAll(some.kept()));
    if (furthest != null && !all.contains(furthest)) {
      all.add(furthest);
    }
    return all;
  }
}
