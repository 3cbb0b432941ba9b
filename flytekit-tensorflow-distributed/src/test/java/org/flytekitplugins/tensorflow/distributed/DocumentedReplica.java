package org.flytekitplugins.tensorflow.distributed;

import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flytekitplugins.kubeflow.StoredBlob;

/** A replica that runs what {@code docs/distributed-training.md} shows, whoever it is. */
final class DocumentedReplica {
  private DocumentedReplica() {}

  public static void main(String[] args) {
    Examples examples = Digits.training();
    Examples heldOut = Digits.heldOut();
    // snippet: training
    DistributedTraining training =
        DistributedTraining.builder()
            .model(Digits::model)
            .optimizer(Optimizer.momentum(0.05f, 0.9f))
            .batches(examples.batches(32))
            .evaluation(heldOut.inOrder(256))
            .steps(600)
            .seed(7)
            .build();
    // end
    // snippet: run
    TrainingResult result = training.run();
    Map<String, Double> score = result.evaluation();
    SdkBindingData<Blob> model =
        result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none);
    // end
    score.forEach((metric, value) -> System.out.println(metric + " " + value));
    System.out.println("model " + model.get().uri());
  }
}
