package org.flytekitplugins.tensorflow;

import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.internal.StockJflyte;
import org.flytekitplugins.tensorflow.internal.TensorflowJobKind;

/** The custom field of a task that runs as a TFJob, for whoever asks. */
final class TensorflowCustom {
  private TensorflowCustom() {}

  static SdkStruct of(TfJob job, SdkResources resources) {
    return StockJflyte.isCalling()
        ? StockJflyte.custom(job.replicas(), job.runPolicy(), TensorflowJobKind.replicaCounts())
        : job.kind().write(job.cluster().withTaskResources(resources));
  }
}
