package org.flytekitplugins.examples.docs;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.List;
import org.flytekitplugins.kubeflow.resources.ImportedJob;
import org.flytekitplugins.kubeflow.resources.Leftover;
import org.flytekitplugins.kubeflow.resources.TaskContainer;
import org.flytekitplugins.kubeflow.resources.TrainingJobResource;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.tensorflow.TfJob;

/** What docs/tfjob-without-flyte.md does with builders and resources. */
final class JobsWithoutFlyte {
  record Read(TfJob job, List<Leftover> elsewhere) {}

  private JobsWithoutFlyte() {}

  static TrainingJobResource written() {
    // snippet: write
    TfJob job =
        TfJob.builder()
            .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("4").memory("16Gi"))
                        .limits(l -> l.gpu(1))
                        .restartPolicy(ON_FAILURE))
            .build();

    TrainingJobResource mnist =
        TrainingJobResource.builder(job)
            .name("mnist")
            .namespace("training")
            .container(
                TaskContainer.builder()
                    .image("ghcr.io/team/mnist:1.4")
                    .command("python3", "/app/train.py")
                    .args("--epochs", "20")
                    .build())
            .editPodTemplates(
                (role, template) -> template.editSpec().withServiceAccountName("trainer").endSpec())
            .build();
    // end
    return mnist;
  }

  static Read tfJob(String yaml) {
    // snippet: read
    ImportedJob imported = ImportedJob.read(yaml);
    TfJob job = TfJob.of(imported.cluster());
    List<Leftover> elsewhere = imported.leftovers();
    // end
    return new Read(job, elsewhere);
  }

  static Elastic elastic(ImportedJob imported) {
    // snippet: elastic
    Elastic job = Elastic.of(imported.cluster());
    // end
    return job;
  }
}
