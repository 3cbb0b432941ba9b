package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.flytekit.SdkContainerTaskRegistrar;
import org.flyte.flytekit.SdkRunnableTaskRegistrar;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.TaskTemplateExtensionRegistrar;
import org.flytekitplugins.tensorflow.fixtures.DigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.Discovered;
import org.flytekitplugins.tensorflow.fixtures.LargeDigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.NightlyTraining;
import org.flytekitplugins.tensorflow.fixtures.PythonTraining;
import org.flytekitplugins.tensorflow.fixtures.TunedTraining;
import org.junit.jupiter.api.Test;

/** A launcher finds what flytekit-java's registrars leave out, by the identifiers they use. */
class ExtensionDiscoveryTest {
  private final Map<TaskIdentifier, TaskTemplateExtension> extensions =
      ServiceLoader.load(TaskTemplateExtensionRegistrar.class)
          .findFirst()
          .orElseThrow()
          .load(Discovered.ENV);

  @Test
  void findsBothKindsOfTrainingTasks() {
    assertThat(extensions)
        .extractingFromEntries(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            Stream.of(
                    DigitsTraining.class,
                    LargeDigitsTraining.class,
                    NightlyTraining.class,
                    TunedTraining.class,
                    PythonTraining.class)
                .map(Discovered::identifierOf)
                .toArray());
    assertThat(extensions.values())
        .extracting(TaskTemplateExtension::getTaskTypeVersion)
        .containsOnly(1);
  }

  @Test
  void usesTheIdentifiersOfTheStockRegistrars() {
    Set<TaskIdentifier> stock =
        Stream.of(new SdkRunnableTaskRegistrar(), new SdkContainerTaskRegistrar())
            .flatMap(registrar -> registrar.load(Discovered.ENV).keySet().stream())
            .collect(Collectors.toSet());

    assertThat(extensions.keySet()).isEqualTo(stock);
  }

  @Test
  void findsTheTaskItself() {
    assertThat(extensions.get(Discovered.identifierOf(TunedTraining.class)).getPodTemplateName())
        .isEqualTo("gpu-nodes");
    assertThat(extensions.get(Discovered.identifierOf(PythonTraining.class)).getEnv())
        .isEqualTo(Map.of("TF_CPP_MIN_LOG_LEVEL", "2"));
  }
}
