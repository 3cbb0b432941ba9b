package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an extension can ask for. */
class ExtensionRulesTest {
  /** An extension as its four fields that have rules. */
  record Extension(int version, int heap, Duration timeout, SharedMemory memory)
      implements TaskTemplateExtension {
    @Override
    public int getTaskTypeVersion() {
      return version;
    }

    @Override
    public int getHeapPercentage() {
      return heap;
    }

    @Override
    public Duration getTimeout() {
      return timeout;
    }

    @Override
    public SharedMemory getSharedMemory() {
      return memory;
    }
  }

  static Stream<Extension> allowed() {
    return Stream.of(
        new Extension(0, 1, null, null),
        new Extension(1, 100, Duration.ofNanos(1), SharedMemory.unlimited()),
        new Extension(7, 25, Duration.ofDays(1000), SharedMemory.ofSizeLimit("2Gi")));
  }

  @ParameterizedTest
  @MethodSource("allowed")
  void whatCanBeIsLetThrough(Extension extension) {
    assertThat(ExtensionRules.check(extension)).isSameAs(extension);
  }

  static Stream<Arguments> refusals() {
    String share = ", but it is a share of the memory limit: use 1 to 100";
    String time = ", but a task needs time: use more than zero, or null for no own timeout";
    String room = ", but a volume needs room: write for example 512Mi or 2Gi";
    return Stream.of(
        arguments(
            new Extension(-1, 25, null, null),
            "taskTypeVersion is -1, but versions are counted from 0: use 0 or more"),
        arguments(new Extension(0, 0, null, null), "heapPercentage is 0" + share),
        arguments(new Extension(0, 101, null, null), "heapPercentage is 101" + share),
        arguments(new Extension(0, 25, Duration.ZERO, null), "timeout is PT0S" + time),
        arguments(new Extension(0, 25, Duration.ofSeconds(-1), null), "timeout is PT-1S" + time),
        arguments(
            new Extension(0, 25, null, SharedMemory.ofSizeLimit("2 Gi")),
            "sharedMemory.sizeLimit is \"2 Gi\", but that is no quantity that Kubernetes could"
                + " hold: write for example 512Mi or 2Gi"),
        arguments(
            new Extension(0, 25, null, SharedMemory.ofSizeLimit("500m")),
            "sharedMemory.sizeLimit is \"500m\", but that is less than one byte, because m stands"
                + " for thousandths: write for example 500Mi"),
        arguments(
            new Extension(0, 25, null, SharedMemory.ofSizeLimit("0.5")),
            "sharedMemory.sizeLimit is \"0.5\", but that is less than one byte: write for example"
                + " 512Mi or 2Gi"),
        arguments(
            new Extension(0, 25, null, SharedMemory.ofSizeLimit("0")),
            "sharedMemory.sizeLimit is \"0\"" + room),
        arguments(
            new Extension(0, 25, null, SharedMemory.ofSizeLimit("-1Gi")),
            "sharedMemory.sizeLimit is \"-1Gi\"" + room));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeIsRefused(Extension extension, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ExtensionRules.check(extension))
        .withMessage(sentence);
  }
}
