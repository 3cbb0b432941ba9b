package org.flytekitplugins.kubeflow.requests;

import static org.flyte.flytekit.SdkResources.ResourceName.CPU;
import static org.flyte.flytekit.SdkResources.ResourceName.EPHEMERAL_STORAGE;
import static org.flyte.flytekit.SdkResources.ResourceName.GPU;
import static org.flyte.flytekit.SdkResources.ResourceName.MEMORY;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.requests.Amount.Half;

/** What requests for jobs of all kinds are made of; here and there something is wrong. */
public final class RequestParts {
  static final Set<String> MALFORMED_IMAGES = Set.of("", " ", "Train:1", "train:1:2", "{{.image}}");

  private static final Amount NONE = new Amount(null, null, null);

  private RequestParts() {}

  /** A role with such a count. */
  public static Arbitrary<RoleRequest> role(Arbitrary<Integer> replicas) {
    Arbitrary<String> images =
        mostly(
            Arbitraries.of("train", "ghcr.io/team/train:1", "{{.image.gpu}}"),
            Arbitraries.of(MALFORMED_IMAGES));
    Arbitrary<RestartPolicy> restartPolicies =
        Arbitraries.frequency(
            Tuple.of(10, RestartPolicy.NEVER),
            Tuple.of(5, RestartPolicy.ON_FAILURE),
            Tuple.of(1, RestartPolicy.ALWAYS));
    return Combinators.combine(replicas, images.injectNull(0.5), resources(), restartPolicies)
        .as(RoleRequest::new);
  }

  /** The resources of a replica. */
  public static Arbitrary<Map<ResourceName, Amount>> resources() {
    return Combinators.combine(
            mostly(
                Arbitraries.of(fine("500m", null), fine(null, "2"), fine("1", "1000m"), NONE),
                Arbitraries.of(
                    wrongRequest("2", "1999m"), wrongRequest("0", null), wrongLimit(null, "two"))),
            mostly(
                Arbitraries.of(fine("4Gi", null), fine(null, "1.5Gi"), fine("1G", "1Gi"), NONE),
                Arbitraries.of(
                    wrongRequest("1Gi", "1G"),
                    wrongLimit(null, "-1Gi"),
                    wrongRequest("500m", "1Gi"))),
            mostly(
                Arbitraries.of(fine(null, "1"), fine("1", null), fine("2", "2000m"), NONE, NONE),
                Arbitraries.of(wrongRequest("1", "2"), wrongLimit(null, "500m"))),
            mostly(
                Arbitraries.of(fine("10Gi", "20Gi"), NONE, NONE, NONE),
                Arbitraries.of(wrongRequest("", null), wrongLimit(null, "0Mi"))))
        .as(
            (cpu, memory, gpu, storage) ->
                Map.of(CPU, cpu, MEMORY, memory, GPU, gpu, EPHEMERAL_STORAGE, storage));
  }

  private static Amount fine(String request, String limit) {
    return new Amount(request, limit, null);
  }

  private static Amount wrongRequest(String request, String limit) {
    return new Amount(request, limit, Half.REQUEST);
  }

  private static Amount wrongLimit(String request, String limit) {
    return new Amount(request, limit, Half.LIMIT);
  }

  /** How a job ends. */
  public static Arbitrary<PolicyRequest> policies() {
    Arbitrary<Duration> durations =
        mostly(
            Arbitraries.integers().between(1, Integer.MAX_VALUE).map(Duration::ofSeconds),
            Arbitraries.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(1L << 31)));
    Arbitrary<Integer> backoffLimits =
        mostly(Arbitraries.integers().between(1, Integer.MAX_VALUE), Arbitraries.of(0, -1));
    return Combinators.combine(
            Arbitraries.of(CleanPodPolicy.class).injectNull(0.5),
            durations.injectNull(0.5),
            durations.injectNull(0.5),
            backoffLimits.injectNull(0.5))
        .as(PolicyRequest::new);
  }

  /** Good ones, and a bad one among sixty. */
  public static <T> Arbitrary<T> mostly(Arbitrary<T> good, Arbitrary<T> bad) {
    return Arbitraries.frequencyOf(Tuple.of(60, good), Tuple.of(1, bad));
  }
}
