package org.flytekitplugins.tensorflow;

import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStruct;

/**
 * Flyte's task type {@code tensorflow}, which its backend plugin turns into TFJobs.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/tensorflow/tensorflow.go">tensorflow.go</a>
 */
final class TensorflowTaskType {
  static final String NAME = "tensorflow";
  static final int VERSION = 1;

  private TensorflowTaskType() {}

  static SdkStruct custom(TfJob job, SdkResources resources) {
    return StockJflyte.isCalling()
        ? StockJflyte.custom(job)
        : job.cluster().withTaskResources(resources).toCustom();
  }
}
