package com.acme.gossip;

import java.util.Map;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.TaskTemplateExtension;

/**
 * A training by three gossips, of whom the one with the index of the input hears nothing; then the
 * first waits in vain for the others.
 */
public final class GossipTraining
    extends SdkRunnableTask<SdkBindingData<Long>, SdkBindingData<String>>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  static final TrainingCluster CLUSTER =
      TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(3)), RunPolicy.empty())
          .withOptions(Map.of(GossipKind.FANOUT, "2"));

  /** Made by {@code ServiceLoader}. */
  public GossipTraining() {
    super(
        SdkLiteralTypes.integers().asSdkType("deaf"), SdkLiteralTypes.strings().asSdkType("said"));
  }

  /** What each of them is told. */
  public static TrainingCluster cluster() {
    return CLUSTER;
  }

  @Override
  public String getType() {
    return "gossip";
  }

  @Override
  public int getTaskTypeVersion() {
    return 1;
  }

  @Override
  public SdkStruct getCustom() {
    return new GossipKind().write(CLUSTER);
  }

  @Override
  public SdkBindingData<String> run(SdkBindingData<Long> deaf) {
    TrainingContext me = TrainingContext.current();
    if (me.index() == deaf.get()) {
      throw new IllegalStateException("heard nothing");
    }
    if (deaf.get() >= 0 && me.isPrimary()) {
      awaitTheOthers();
    }
    return SdkBindingDataFactory.of(
        me.replica() + " of " + me.size() + " at fanout " + System.getenv("GOSSIP_FANOUT"));
  }

  private static void awaitTheOthers() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
