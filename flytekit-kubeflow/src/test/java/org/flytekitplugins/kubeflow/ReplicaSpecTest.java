package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a job asks for one role, and what it cannot ask for. */
class ReplicaSpecTest {
  @Test
  void oneReplicaThatRunsAsTheTaskSaysIsTheDefault() {
    ReplicaSpec spec = ReplicaSpec.builder().build();

    assertThat(spec)
        .isEqualTo(ReplicaSpec.of(1))
        .hasToString(
            "ReplicaSpec{replicas=1, image=null, requests=, limits=, restartPolicy=NEVER}");
  }

  @Test
  void aSpecKeepsWhatWasAsked() {
    assertThat(
            ReplicaSpec.builder()
                .replicas(2)
                .image("trainer:1")
                .requests(r -> r.cpu("2").memory("4Gi"))
                .limits(r -> r.cpu("2").memory("8Gi").gpu(1))
                .restartPolicy(RestartPolicy.ON_FAILURE)
                .build())
        .hasToString(
            "ReplicaSpec{replicas=2, image=trainer:1, requests=cpu=2, memory=4Gi, limits=cpu=2,"
                + " gpu=1, memory=8Gi, restartPolicy=ON_FAILURE}");
  }

  @Test
  void aLambdaMayDescribeIt() {
    assertThat(ReplicaSpec.of(spec -> spec.replicas(2).restartPolicy(RestartPolicy.ALWAYS)))
        .isEqualTo(ReplicaSpec.builder().replicas(2).restartPolicy(RestartPolicy.ALWAYS).build());
  }

  @Test
  void sdkResourcesAreRequestsAndLimits() {
    SdkResources resources =
        SdkResources.builder()
            .requests(Map.of(ResourceName.CPU, "1", ResourceName.MEMORY, "1Gi"))
            .limits(Map.of(ResourceName.CPU, "2"))
            .build();

    assertThat(ReplicaSpec.builder().resources(resources).build())
        .isEqualTo(
            ReplicaSpec.builder()
                .requests(r -> r.cpu("1").memory("1Gi"))
                .limits(r -> r.cpu("2"))
                .build());
    assertThat(ReplicaSpec.builder().resources(SdkResources.empty()).build())
        .isEqualTo(ReplicaSpec.of(1));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(
            r -> r.replicas(-1),
            "replicas is -1, but a count cannot be negative: write for example 1"),
        refusal(
            r -> r.replicas(Integer.MIN_VALUE),
            "replicas is -2147483648, but a count cannot be negative: write for example 1"),
        refusal(
            r -> r.image(" "),
            "image is \" \", but that is no image reference: write for example"
                + " ghcr.io/team/train:1.4 or {{.image.gpu}}"),
        refusal(
            r -> r.requests(q -> q.cpu("0")),
            "requests.cpu is \"0\", but Flyte drops a quantity of zero: write for example"
                + " 500m, 2 or 1.5, or leave it out"),
        refusal(
            r -> r.limits(q -> q.memory("4GB")),
            "limits.memory is \"4GB\", but that is no quantity that Kubernetes could hold: write"
                + " for example 512Mi or 4Gi"),
        refusal(
            r ->
                r.resources(
                    SdkResources.builder().limits(Map.of(ResourceName.STORAGE, "1Gi")).build()),
            "limits.storage is \"1Gi\", but Flyte ignores this resource: use ephemeralStorage, or"
                + " leave it out"),
        refusal(
            r ->
                r.resources(
                    SdkResources.builder().requests(Map.of(ResourceName.GPU, "0.5")).build()),
            "requests.gpu is \"0.5\", but GPUs cannot be divided: write for example" + " 1 or 2"),
        refusal(
            r -> r.requests(q -> q.cpu("1001m")).limits(q -> q.cpu("1")),
            "requests.cpu is \"1001m\", but the limit is \"1\": lower the request or raise the"
                + " limit"),
        refusal(
            r -> r.limits(q -> q.memory("4G")).requests(q -> q.memory("4Gi")),
            "requests.memory is \"4Gi\", but the limit is \"4G\": lower the request or raise the"
                + " limit"),
        refusal(
            r -> r.requests(q -> q.ephemeralStorage("2Gi")).limits(q -> q.ephemeralStorage("1Gi")),
            "requests.ephemeralStorage is \"2Gi\", but the limit is \"1Gi\": lower the request or"
                + " raise the limit"),
        refusal(
            r -> r.requests(q -> q.gpu(1)).limits(q -> q.gpu(2)),
            "requests.gpu is \"1\", but the limit is \"2\" and Kubernetes wants both equal: set one"
                + " of them only"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotBeIsRefused(Consumer<ReplicaSpec.Builder> asking, String sentence) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(
            () -> {
              ReplicaSpec.Builder builder = ReplicaSpec.builder();
              asking.accept(builder);
              builder.build();
            })
        .withMessage(sentence);
  }

  @Test
  void anEqualRequestIsNotAboveItsLimitHoweverItIsWritten() {
    assertThat(
            ReplicaSpec.builder()
                .requests(r -> r.cpu("1000m").memory("1024Mi").gpu("1.0"))
                .limits(r -> r.cpu("1").memory("1Gi").gpu(1))
                .build()
                .requests())
        .hasToString("cpu=1000m, gpu=1.0, memory=1024Mi");
  }

  @Test
  void aGpuLimitNeedsNoRequest() {
    assertThat(ReplicaSpec.builder().limits(r -> r.gpu(1)).build().limits()).hasToString("gpu=1");
  }

  @Test
  void nullIsRefusedExceptForTheImage() {
    assertThat(ReplicaSpec.builder().image(null).build()).isEqualTo(ReplicaSpec.of(1));
    assertThatNullPointerException()
        .isThrownBy(() -> ReplicaSpec.builder().restartPolicy(null).build());
    assertThatNullPointerException()
        .isThrownBy(() -> ReplicaSpec.builder().requests((ResourceList) null).build());
    assertThatNullPointerException()
        .isThrownBy(() -> ReplicaSpec.builder().limits((ResourceList) null).build());
    assertThatNullPointerException().isThrownBy(() -> ReplicaSpec.builder().resources(null));
  }

  @Property(tries = 200)
  @Domain(Clusters.class)
  void aBuilderOfASpecBuildsIt(@ForAll ReplicaSpec spec) {
    assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
    assertThat(Serialized.copyOf(spec)).isEqualTo(spec);
  }

  private static Arguments refusal(Consumer<ReplicaSpec.Builder> asking, String sentence) {
    return arguments(asking, sentence);
  }
}
