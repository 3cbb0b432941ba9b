package org.flytekitplugins.jflyte.explain.internal;

import java.util.function.UnaryOperator;
import org.flyte.flytekit.SdkStructs;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.tensorflow.TfJob;

/** Tasks under test, each of which says what a task had better say, but for what a test changes. */
public final class Tasks {
  private Tasks() {}

  /** A chief, two workers and a parameter server. */
  public static DeclaredTask.Builder tensorflow(UnaryOperator<TfJob.Builder> change) {
    return of(
        change
            .apply(
                TfJob.builder()
                    .chief(Tasks::sized)
                    .worker(w -> sized(w).replicas(2))
                    .ps(Tasks::sized))
            .build());
  }

  public static DeclaredTask.Builder tensorflow() {
    return tensorflow(job -> job);
  }

  /** Two to four workers of two processes each. */
  public static DeclaredTask.Builder elastic(UnaryOperator<Elastic.Builder> change) {
    return of(
        change
            .apply(
                Elastic.builder()
                    .nnodes("2:4")
                    .nprocPerNode(2)
                    .worker(
                        w ->
                            w.requests(r -> r.cpu("2").memory("4Gi"))
                                .restartPolicy(RestartPolicy.ON_FAILURE)))
            .build());
  }

  /** A master and two workers. */
  public static DeclaredTask.Builder pytorch() {
    return of(PyTorchJob.builder().master(Tasks::sized).worker(w -> sized(w).replicas(2)).build());
  }

  /** A task whose custom field is written by hand. */
  public static DeclaredTask.Builder raw(String taskType, int version, String custom) {
    return DeclaredTask.builder()
        .name("com.acme.Train")
        .kind(JobKinds.own().ofTaskType(taskType).orElseThrow())
        .custom(CustomJson.read(custom))
        .extension(new Said().version(version))
        .retries(3);
  }

  public static ReplicaSpec.Builder sized(ReplicaSpec.Builder role) {
    return role.requests(r -> r.cpu("1").memory("2Gi"));
  }

  private static DeclaredTask.Builder of(TrainingJob job) {
    return DeclaredTask.builder()
        .name("com.acme.Train")
        .kind(job.kind())
        .custom(SdkStructs.structOf(job.kind().write(job.cluster())))
        .extension(new Said())
        .retries(3);
  }
}
