package org.flytekitplugins.examples.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.flytekitplugins.allreduce.AllReduce;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.flytekitplugins.kotlin.TfJobScope;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.resources.TrainingJobResource;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.mlflow.MlflowTracker;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user's code is compiled against changes on purpose only. */
class PublicApiTest {
  private static final Path LISTINGS = Path.of("../docs/api");

  static Stream<Arguments> modules() {
    return Stream.of(
        arguments("flytekit-task-spi", TaskTemplateExtension.class),
        arguments("flytekit-kubeflow", TrainingCluster.class),
        arguments("flytekit-training-report", ProgressLog.class),
        arguments("flytekit-allreduce", AllReduce.class),
        arguments("flytekit-tensorflow", TfJob.class),
        arguments("flytekit-tensorflow-distributed", DistributedTraining.class),
        arguments("flytekit-pytorch", PyTorchJob.class),
        arguments("flytekit-kubeflow-kotlin", TfJobScope.class),
        arguments("flytekit-kubeflow-resources", TrainingJobResource.class),
        arguments("flytekit-local-cluster", LocalCluster.class),
        arguments("flytekit-mlflow", MlflowTracker.class),
        arguments("flytekit-client", FlyteClient.class),
        arguments("jflyte-explain", Explanation.class),
        arguments("jflyte-local", LocalExecution.class),
        arguments("jflyte-testing", LocalFlyteAdmin.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void theListingSaysWhatAModuleOffers(String module, Class<?> member) throws Exception {
    String offered = PublicApi.of(member);
    Path listing = LISTINGS.resolve(module + ".txt");
    if (Boolean.getBoolean("api.write")) {
      Files.createDirectories(LISTINGS);
      Files.writeString(listing, offered);
    }

    assertThat(offered)
        .as(
            "the public API of %s; if the change is meant, CONTRIBUTING.md says how to list it",
            module)
        .isEqualTo(Files.readString(listing));
  }
}
