package org.flytekitplugins.tensorflow;

import static org.flytekitplugins.kubeflow.ReplicaType.CHIEF;
import static org.flytekitplugins.kubeflow.ReplicaType.EVALUATOR;
import static org.flytekitplugins.kubeflow.ReplicaType.PS;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.requests.RequestParts.mostly;
import static org.flytekitplugins.kubeflow.requests.RequestParts.role;

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
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.requests.Amount;
import org.flytekitplugins.kubeflow.requests.PolicyRequest;
import org.flytekitplugins.kubeflow.requests.RequestParts;
import org.flytekitplugins.kubeflow.requests.RoleRequest;

/** Requests over all subsets of roles, in both forms; in many of them something is wrong. */
final class JobRequests extends DomainContextBase {
  private static final int MAX = Integer.MAX_VALUE;

  private enum Form {
    ABSENT,
    NEWER,
    OLDER,
    BOTH
  }

  @Provide
  Arbitrary<JobRequest> requests() {
    return Combinators.combine(
            forms(), roles(), counts(), RequestParts.resources(), RequestParts.policies())
        .as(JobRequests::request);
  }

  private static JobRequest request(
      Map<ReplicaType, Form> forms,
      Map<ReplicaType, RoleRequest> roles,
      Map<ReplicaType, Integer> counts,
      Map<ResourceName, Amount> resources,
      PolicyRequest policy) {
    Map<ReplicaType, RoleRequest> newer = new HashMap<>(roles);
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

  private static Arbitrary<Map<ReplicaType, RoleRequest>> roles() {
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

  private static <T> Arbitrary<Map<ReplicaType, T>> byRole(
      Arbitrary<T> chief, Arbitrary<T> worker, Arbitrary<T> other) {
    return Combinators.combine(chief, worker, other, other)
        .as((c, w, p, e) -> Map.of(CHIEF, c, WORKER, w, PS, p, EVALUATOR, e));
  }
}
