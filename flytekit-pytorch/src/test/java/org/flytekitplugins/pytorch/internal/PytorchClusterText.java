package org.flytekitplugins.pytorch.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's clusters in a short form: {@code master:1 worker:2} and {@code elastic 1:3 worker:3}.
 */
public final class PytorchClusterText {
  private static final Pattern ELASTIC = Pattern.compile("elastic (\\d+):(\\d+) (.+)");

  private PytorchClusterText() {}

  public static TrainingCluster cluster(String text) {
    return cluster(text, null);
  }

  public static TrainingCluster cluster(String text, @Nullable String policy) {
    Matcher elastic = ELASTIC.matcher(text.strip());
    if (!elastic.matches()) {
      return ClusterText.cluster(text, policy);
    }
    int least = Integer.parseInt(elastic.group(1));
    int most = Integer.parseInt(elastic.group(2));
    return ClusterText.cluster(elastic.group(3), policy)
        .withOptions(ElasticConfig.of("c10d", least, most, 1, 3).options());
  }
}
