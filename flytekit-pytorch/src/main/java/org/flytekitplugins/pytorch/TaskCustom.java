package org.flytekitplugins.pytorch;

import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.StockJflyte;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;

/** The custom field of a task, for whoever asks. */
final class TaskCustom {
  private TaskCustom() {}

  /** Of a task that runs as a PyTorchJob. */
  static SdkStruct of(PyTorchJob job, SdkResources resources) {
    return StockJflyte.isCalling()
        ? StockJflyte.custom(job.replicas(), job.runPolicy(), PytorchJobKind.replicaCounts())
        : ofJob(job, resources);
  }

  /** Of a task that torchrun starts; a plain one has none. */
  static SdkStruct of(Elastic elastic, SdkResources resources) {
    if (elastic.isPlain()) {
      return SdkStruct.empty();
    }
    if (StockJflyte.isCalling()) {
      throw StockJflyte.refusal("nnodes", elastic.nnodes(), "use nnodes 1 for a plain task");
    }
    return ofJob(elastic, resources);
  }

  private static SdkStruct ofJob(TrainingJob job, SdkResources resources) {
    return job.kind().write(job.cluster().withTaskResources(resources));
  }
}
