package org.flytekitplugins.examples.docs;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.ElasticContainerTask;
import org.flytekitplugins.pytorch.PythonScript;

// snippet: task
@AutoService(SdkContainerTask.class)
public final class TrainElasticImage extends ElasticContainerTask<SdkBindingData<Long>, Void> {
  public TrainElasticImage() {
    super(
        SdkLiteralTypes.integers().asSdkType("epochs"),
        SdkTypes.nulls(),
        Elastic.builder()
            .nnodes("2:4")
            .nprocPerNode(8)
            .maxRestarts(3)
            .worker(
                w ->
                    w.requests(r -> r.cpu("32").memory("128Gi"))
                        .limits(l -> l.gpu(8))
                        .restartPolicy(ON_FAILURE))
            .build());
  }

  @Override
  public String getImage() {
    return "registry.example.com/train-in-pytorch:1.4";
  }

  @Override
  public PythonScript getScript() {
    return PythonScript.builder()
        .file("/app/train.py")
        .arguments("--epochs", "{{.inputs.epochs}}")
        .build();
  }
}
// end
