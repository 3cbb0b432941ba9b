package org.flytekitplugins.tensorflow;

import static org.flyte.flytekit.SdkResources.ResourceName.CPU;
import static org.flyte.flytekit.SdkResources.ResourceName.EPHEMERAL_STORAGE;
import static org.flyte.flytekit.SdkResources.ResourceName.GPU;
import static org.flyte.flytekit.SdkResources.ResourceName.MEMORY;
import static org.flytekitplugins.kubeflow.ReplicaType.CHIEF;
import static org.flytekitplugins.kubeflow.ReplicaType.EVALUATOR;
import static org.flytekitplugins.kubeflow.ReplicaType.PS;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.tensorflow.JobRequest.Amount;
import org.flytekitplugins.tensorflow.JobRequest.Half;
import org.flytekitplugins.tensorflow.JobRequest.Policy;
import org.flytekitplugins.tensorflow.JobRequest.Role;

/** Requests over all subsets of roles, in both forms; in many of them something is wrong. */
final class JobRequests extends DomainContextBase {
  static final Set<String> MALFORMED_IMAGES = Set.of("", " ", "Train:1", "train:1:2", "{{.image}}");

  private static final int MAX = Integer.MAX_VALUE;
  private static final Amount NONE = new Amount(null, null, null);

  private enum Form {
    ABSENT,
    NEWER,
    OLDER,
    BOTH
  }

  @Provide
  Arbitrary<JobRequest> requests() {
    return Combinators.combine(forms(), roles(), counts(), resources(), policies())
        .as(JobRequests::request);
  }

  private static JobRequest request(
      Map<ReplicaType, Form> forms,
      Map<ReplicaType, Role> roles,
      Map<ReplicaType, Integer> counts,
      Map<ResourceName, Amount> resources,
      Policy policy) {
    Map<ReplicaType, Role> newer = new HashMap<>(roles);
    newer.keySet().retainAll(rolesIn(forms, Form.NEWER));
    Map<ReplicaType, Integer> older = new HashMap<>(counts);
    older.keySet().retainAll(rolesIn(forms, Form.OLDER));
    // Resources for counts that are not there are wrong, but need not be so in every other job.
    boolean areUseless = older.isEmpty() && newer.size() > 1;
    return new JobRequest(newer, older, areUseless ? Map.of() : resources, policy);
  }

  private static Set<ReplicaType> rolesIn(Map<ReplicaType, Form> forms, Form form) {
    return forms.keySet().stream()
        .filter(type -> forms.get(type) == form || forms.get(type) == Form.BOTH)
        .collect(Collectors.toSet());
  }

  private static Arbitrary<Map<ReplicaType, Form>> forms() {
    return byRole(form(20), form(1), form(20));
  }

  private static Arbitrary<Form> form(int absent) {
    return Arbitraries.frequency(
        Tuple.of(absent, Form.ABSENT),
        Tuple.of(20, Form.NEWER),
        Tuple.of(10, Form.OLDER),
        Tuple.of(1, Form.BOTH));
  }

  private static Arbitrary<Map<ReplicaType, Integer>> counts() {
    return byRole(chiefs(), workers(), others());
  }

  private static Arbitrary<Map<ReplicaType, Role>> roles() {
    return byRole(role(chiefs()), role(workers()), role(others()));
  }

  private static Arbitrary<Integer> chiefs() {
    return mostly(Arbitraries.of(0, 1), Arbitraries.of(-1, 2, MAX));
  }

  private static Arbitrary<Integer> workers() {
    return mostly(Arbitraries.of(1, 2, 7, MAX - 11), Arbitraries.of(Integer.MIN_VALUE, 0, MAX));
  }

  private static Arbitrary<Integer> others() {
    return mostly(Arbitraries.of(0, 1, 5), Arbitraries.of(-1, MAX));
  }

  private static Arbitrary<Role> role(Arbitrary<Integer> replicas) {
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
        .as(Role::new);
  }

  private static Arbitrary<Map<ResourceName, Amount>> resources() {
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

  private static Arbitrary<Policy> policies() {
    Arbitrary<Duration> durations =
        mostly(
            Arbitraries.integers().between(1, MAX).map(Duration::ofSeconds),
            Arbitraries.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(1L << 31)));
    Arbitrary<Integer> backoffLimits =
        mostly(Arbitraries.integers().between(1, MAX), Arbitraries.of(0, -1));
    return Combinators.combine(
            Arbitraries.of(CleanPodPolicy.class).injectNull(0.5),
            durations.injectNull(0.5),
            durations.injectNull(0.5),
            backoffLimits.injectNull(0.5))
        .as(Policy::new);
  }

  private static <T> Arbitrary<T> mostly(Arbitrary<T> good, Arbitrary<T> bad) {
    return Arbitraries.frequencyOf(Tuple.of(60, good), Tuple.of(1, bad));
  }

  private static <T> Arbitrary<Map<ReplicaType, T>> byRole(
      Arbitrary<T> chief, Arbitrary<T> worker, Arbitrary<T> other) {
    return Combinators.combine(chief, worker, other, other)
        .as((c, w, p, e) -> Map.of(CHIEF, c, WORKER, w, PS, p, EVALUATOR, e));
  }
}
