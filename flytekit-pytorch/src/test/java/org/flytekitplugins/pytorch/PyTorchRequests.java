package org.flytekitplugins.pytorch;

import static org.flytekitplugins.kubeflow.requests.RequestParts.mostly;
import static org.flytekitplugins.kubeflow.requests.RequestParts.policies;
import static org.flytekitplugins.kubeflow.requests.RequestParts.role;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.flytekitplugins.kubeflow.requests.PolicyRequest;
import org.flytekitplugins.kubeflow.requests.RoleRequest;
import org.flytekitplugins.pytorch.ElasticRequest.Nodes;

/** Requests of both kinds; in many of them something is wrong. */
final class PyTorchRequests extends DomainContextBase {
  private static final int MAX = Integer.MAX_VALUE;
  private static final PolicyRequest NO_POLICY = new PolicyRequest(null, null, null, null);

  private enum Form {
    ABSENT,
    NEWER,
    OLDER,
    BOTH
  }

  @Provide
  Arbitrary<PyTorchJobRequest> jobs() {
    Arbitrary<Form> forms =
        Arbitraries.frequency(
            Tuple.of(1, Form.ABSENT),
            Tuple.of(20, Form.NEWER),
            Tuple.of(10, Form.OLDER),
            Tuple.of(1, Form.BOTH));
    Arbitrary<Integer> masters = mostly(Arbitraries.just(1), Arbitraries.of(-1, 0, 2, MAX));
    return Combinators.combine(
            role(masters).injectNull(0.3), forms, role(workers()), workers(), policies())
        .as(PyTorchRequests::job);
  }

  private static PyTorchJobRequest job(
      RoleRequest master, Form form, RoleRequest worker, int older, PolicyRequest policy) {
    boolean isNewer = form == Form.NEWER || form == Form.BOTH;
    boolean isOlder = form == Form.OLDER || form == Form.BOTH;
    return new PyTorchJobRequest(
        master, isNewer ? worker : null, isOlder ? Integer.valueOf(older) : null, policy);
  }

  private static Arbitrary<Integer> workers() {
    return mostly(Arbitraries.of(0, 1, 2, 7, MAX - 1), Arbitraries.of(-1, Integer.MIN_VALUE, MAX));
  }

  @Provide
  Arbitrary<ElasticRequest> trainings() {
    Arbitrary<Integer> processes = mostly(Arbitraries.of(1, 2, 8, MAX), Arbitraries.of(0, -1));
    Arbitrary<Integer> restarts = mostly(Arbitraries.of(0, 3, MAX), Arbitraries.of(-1));
    Arbitrary<RoleRequest> workers = role(mostly(Arbitraries.just(1), Arbitraries.of(-1, 0, 2, 3)));
    return Combinators.combine(
            nodes(),
            processes,
            restarts,
            workers.injectNull(0.3),
            Arbitraries.oneOf(policies(), Arbitraries.just(NO_POLICY)))
        .as(ElasticRequest::new);
  }

  private static Arbitrary<Nodes> nodes() {
    return mostly(
        Arbitraries.of(
            new Nodes(1, 1, 1),
            new Nodes("1", 1, 1),
            new Nodes("1:1", 1, 1),
            new Nodes(2, 2, 2),
            new Nodes("5", 5, 5),
            new Nodes("1:3", 1, 3),
            new Nodes(" 2 : 4 ", 2, 4),
            new Nodes(MAX, MAX, MAX)),
        Arbitraries.of(
            Nodes.refused(0),
            Nodes.refused(-2),
            Nodes.refused(""),
            Nodes.refused("0:3"),
            Nodes.refused("4:2"),
            Nodes.refused("1:2147483648"),
            Nodes.refused("auto")));
  }
}
