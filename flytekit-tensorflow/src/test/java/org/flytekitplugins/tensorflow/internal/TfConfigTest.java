package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica of a TFJob finds itself in, in every form in which the operator says it. */
class TfConfigTest {
  private static final String FULL =
      "'chief':['c0:2222'],'evaluator':['e0:2222'],'ps':['p0:2222','p1:2222'],"
          + "'worker':['w0:2222','w1:2222']";
  private static final String FULL_ADDRESSES =
      "chief-0=c0:2222 worker-0=w0:2222 worker-1=w1:2222 ps-0=p0:2222 ps-1=p1:2222"
          + " evaluator-0=e0:2222";
  private static final String PRIMARY = "primary";
  private static final String OTHER = "other";

  static Stream<Arguments> contexts() {
    String noEvaluator = "'chief':['c:1'],'worker':['w:1']";
    String workersLead = "'ps':['p:1'],'worker':['w0:1','w1:1']";
    String mastersLead = "'master':['m:1'],'worker':['w:1']";
    return Stream.of(
        // Dense.
        context(FULL, "chief", 0, FULL_ADDRESSES, 6, PRIMARY),
        context(FULL, "worker", 0, FULL_ADDRESSES, 6, OTHER),
        context(FULL, "worker", 1, FULL_ADDRESSES, 6, OTHER),
        context(FULL, "ps", 1, FULL_ADDRESSES, 6, OTHER),
        context(FULL, "evaluator", 0, FULL_ADDRESSES, 6, OTHER),
        context(workersLead, "worker", 0, "worker-0=w0:1 worker-1=w1:1 ps-0=p:1", 3, PRIMARY),
        context(workersLead, "worker", 1, "worker-0=w0:1 worker-1=w1:1 ps-0=p:1", 3, OTHER),
        context(workersLead, "ps", 0, "worker-0=w0:1 worker-1=w1:1 ps-0=p:1", 3, OTHER),
        context(mastersLead, "master", 0, "master-0=m:1 worker-0=w:1", 2, PRIMARY),
        context(mastersLead, "worker", 0, "master-0=m:1 worker-0=w:1", 2, OTHER),
        context("'worker':['w:1'],'ps':[]", "worker", 0, "worker-0=w:1", 1, PRIMARY),
        context(
            "'chief':['c0:1','c1:1'],'worker':['w:1']",
            "chief",
            1,
            "chief-0=c0:1 chief-1=c1:1 worker-0=w:1",
            3,
            OTHER),
        // Old operators leave the evaluator out of the cluster.
        context(noEvaluator, "evaluator", 0, "chief-0=c:1 worker-0=w:1", 3, OTHER),
        context(noEvaluator, "worker", 0, "chief-0=c:1 worker-0=w:1", 2, OTHER),
        // Sparse: a worker knows itself and the parameter servers.
        context(
            "'worker':{'1':'w1:1'},'ps':['p0:1','p1:1']",
            "worker",
            1,
            "worker-1=w1:1 ps-0=p0:1 ps-1=p1:1",
            3,
            OTHER),
        context(
            "'worker':{'0':'w0:1'},'ps':['p0:1']",
            "worker",
            0,
            "worker-0=w0:1 ps-0=p0:1",
            2,
            PRIMARY),
        context("'worker':{'0':'w0:1'},'ps':null", "worker", 0, "worker-0=w0:1", 1, PRIMARY),
        // Sparse: a parameter server knows itself only, in a list of one.
        context("'worker':{},'ps':['p0:1']", "ps", 0, "ps-0=p0:1", 1, OTHER),
        context("'worker':{},'ps':['p7:1']", "ps", 7, "ps-7=p7:1", 1, OTHER),
        // Sparse: everyone else knows nobody.
        context("'worker':{},'ps':[]", "chief", 0, "", 1, PRIMARY),
        context("'worker':{},'ps':[]", "master", 0, "", 1, PRIMARY),
        context("'worker':{},'ps':[]", "evaluator", 0, "", 1, OTHER));
  }

  @ParameterizedTest
  @MethodSource("contexts")
  void aReplicaKnowsItselfAndItsPeers(
      String config, Replica replica, String addresses, int size, boolean isPrimary) {
    TrainingContext context = TrainingContext.of(Map.of("TF_CONFIG", config));

    assertThat(context)
        .isEqualTo(TrainingContext.create(replica, addresses(addresses), size, isPrimary));
    assertThat(context.isDistributed()).isEqualTo(size > 1);
    assertThat(context.type()).isEqualTo(replica.type());
    assertThat(context.index()).isEqualTo(replica.index());
  }

  @Test
  void theOperatorsOwnTextIsRead() {
    String config =
        "{\"cluster\":{\"chief\":[\"j-chief-0.ns.svc:2222\"],\"worker\":[\"j-worker-0.ns.svc:2222\","
            + "\"j-worker-1.ns.svc:2222\"]},\"task\":{\"type\":\"worker\",\"index\":1},"
            + "\"environment\":\"cloud\"}";
    TrainingContext context = TrainingContext.of(Map.of("TF_CONFIG", config, "HOME", "/"));

    assertThat(context.replica()).hasToString("worker-1");
    assertThat(context.addresses(ReplicaType.WORKER))
        .containsExactly(
            Map.entry(0, "j-worker-0.ns.svc:2222"), Map.entry(1, "j-worker-1.ns.svc:2222"));
    assertThat(context.addresses(ReplicaType.PS)).isEmpty();
    assertThat(context.addresses().keySet().toString()).isEqualTo("[chief-0, worker-0, worker-1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void withoutTfConfigAReplicaIsAlone(String blank) {
    TrainingContext alone =
        TrainingContext.create(Replica.of(ReplicaType.WORKER, 0), new TreeMap<>(), 1, true);

    assertThat(TrainingContext.of(Map.of())).isEqualTo(alone);
    assertThat(TrainingContext.of(Map.of("TF_CONFIG", blank))).isEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h:1",
        "host.ns.svc.cluster.local:65535",
        "10.0.0.1:2222",
        "[::1]:2222",
        "[fe80::1%eth0]:1"
      })
  void anAddressIsHostAndPort(String address) {
    assertThat(
            TrainingContext.of(
                    Map.of("TF_CONFIG", json("'worker':['" + address + "']", "worker", 0)))
                .addresses())
        .containsExactly(Map.entry(Replica.of(ReplicaType.WORKER, 0), address));
  }

  /** A cluster as numbers of replicas. */
  @Provide
  Arbitrary<Map<ReplicaType, Integer>> counts() {
    return Arbitraries.maps(
            Arbitraries.of(ReplicaType.class), Arbitraries.integers().between(1, 12))
        .ofMinSize(1);
  }

  @Property(tries = 300)
  void everyReplicaOfAnyClusterReadsTheOperatorsDenseForm(
      @ForAll("counts") Map<ReplicaType, Integer> counts) {
    Map<Replica, String> addresses = new TreeMap<>();
    List<String> roles = new ArrayList<>();
    for (ReplicaType type : ReplicaType.values()) {
      List<String> members = new ArrayList<>();
      for (int i = 0; i < counts.getOrDefault(type, 0); i++) {
        String address = "job-" + type.lowerCaseName() + "-" + i + ".ns.svc:2222";
        addresses.put(Replica.of(type, i), address);
        members.add("'" + address + "'");
      }
      if (!members.isEmpty()) {
        roles.add("'" + type.lowerCaseName() + "':[" + String.join(",", members) + "]");
      }
    }
    // As Go's encoder does.
    roles.sort(null);
    List<Replica> primaries = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      TrainingContext context =
          TrainingContext.of(
              Map.of(
                  "TF_CONFIG",
                  json(String.join(",", roles), replica.type().lowerCaseName(), replica.index())));

      assertThat(context.replica()).isEqualTo(replica);
      assertThat(context.addresses()).isEqualTo(addresses);
      assertThat(context.size()).isEqualTo(addresses.size());
      if (context.isPrimary()) {
        primaries.add(replica);
      }
    }
    assertThat(primaries)
        .isEqualTo(
            Stream.of("chief-0", "master-0", "worker-0")
                .map(Replica::parse)
                .filter(addresses::containsKey)
                .limit(1)
                .toList());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("{", "that is not JSON (it ends too early)"),
        arguments("{'cluster':{'worker':['w:1', 'w", "that is not JSON (it ends too early)"),
        arguments(
            "worker-0",
            "that is not JSON (Unrecognized token 'worker': was expecting (JSON"
                + " String, Number, Array, Object or token 'null', 'true' or 'false'))"),
        arguments("{} {}", "that is not JSON (something follows the first value)"),
        arguments("{'task':{},'task':{}}", "that is not JSON (Duplicate field 'task')"),
        arguments("[]", "the whole is a list, not an object"),
        arguments("null", "the whole is missing, not an object"),
        arguments("{'task':{'type':'worker','index':0}}", "cluster is missing, not an object"),
        arguments("{'cluster':'w:1'}", "cluster is \"w:1\", not an object"),
        arguments("{'cluster':{'worker':['w:1']}}", "task is missing, not an object"),
        arguments("{'cluster':{},'task':[0]}", "task is a list, not an object"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'index':0}}",
            "task.type is missing, which is none of chief, master, worker, ps and evaluator"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'boss','index':0}}",
            "task.type is \"boss\", which is none of chief, master, worker, ps and evaluator"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'Worker','index':0}}",
            "task.type is \"Worker\", which is none of chief, master, worker, ps and evaluator"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'worker'}}",
            "task.index is missing, not a whole number from 0 up"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'worker','index':-1}}",
            "task.index is -1, not a whole number from 0 up"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'worker','index':0.5}}",
            "task.index is 0.5, not a whole number from 0 up"),
        arguments(
            "{'cluster':{'worker':['w:1']},'task':{'type':'worker','index':'x'}}",
            "task.index is \"x\", not a whole number from 0 up"),
        arguments(
            json("'worker':['w:1']", "worker", 1),
            "the task is worker-1, which is not in the cluster"),
        arguments(
            json("'worker':['w:1']", "chief", 0),
            "the task is chief-0, which is not in the cluster"),
        arguments(
            json("'worker':['w:1'],'evaluator':['e:1']", "evaluator", 1),
            "the task is evaluator-1, which is not in the cluster"),
        arguments(json("", "worker", 0), "the task is worker-0, which is not in the cluster"),
        arguments(
            json("'worker':[]", "chief", 0), "the task is chief-0, which is not in the cluster"),
        arguments(
            json("'worker':{'1':'w:1'}", "worker", 0),
            "the task is worker-0, which is not in the cluster"),
        arguments(
            json("'worker':{},'ps':[]", "ps", 0), "the task is ps-0, which is not in the cluster"),
        arguments(
            json("'worker':['w:1'],'boss':['b:1']", "worker", 0),
            "a role of cluster is \"boss\", which is none of chief, master, worker, ps and"
                + " evaluator"),
        arguments(
            json("'worker':['w:1','w:1']", "worker", 0), "worker-0 and worker-1 are both at w:1"),
        arguments(
            json("'worker':['a:1'],'ps':['a:1']", "worker", 0),
            "worker-0 and ps-0 are both at a:1"),
        arguments(
            json("'worker':'w:1'", "worker", 0),
            "cluster.worker is \"w:1\", neither a list nor an object by index"),
        arguments(
            json("'worker':['w']", "worker", 0),
            "cluster.worker has the address \"w\", not host:port"),
        arguments(
            json("'worker':[':1']", "worker", 0),
            "cluster.worker has the address \":1\", not host:port"),
        arguments(
            json("'worker':['w:']", "worker", 0),
            "cluster.worker has the address \"w:\", not host:port"),
        arguments(
            json("'worker':['w:port']", "worker", 0),
            "cluster.worker has the address \"w:port\", not host:port"),
        arguments(
            json("'worker':['w:65536']", "worker", 0),
            "cluster.worker has the address \"w:65536\", not host:port"),
        arguments(
            json("'worker':['w w:1']", "worker", 0),
            "cluster.worker has the address \"w w:1\", not host:port"),
        arguments(
            json("'worker':['w:0']", "worker", 0),
            "cluster.worker has the address \"w:0\", not host:port"),
        arguments(
            json("'worker':['grpc://w:1']", "worker", 0),
            "cluster.worker has the address \"grpc://w:1\", not host:port"),
        arguments(
            json("'worker':['::1:2222']", "worker", 0),
            "cluster.worker has the address \"::1:2222\", not host:port"),
        arguments(
            json("'worker':['[::1]']", "worker", 0),
            "cluster.worker has the address \"[::1]\", not host:port"),
        arguments(
            json("'worker':['me@w:1']", "worker", 0),
            "cluster.worker has the address \"me@w:1\", not host:port"),
        arguments(
            json("'worker':[7]", "worker", 0), "cluster.worker has the address 7, not host:port"),
        arguments(
            json("'worker':[null]", "worker", 0),
            "cluster.worker has the address null, not host:port"),
        arguments(
            json("'worker':{'0':['w:1']}", "worker", 0),
            "cluster.worker has the address a list, not host:port"),
        arguments(
            json("'worker':{'first':'w:1'}", "worker", 0),
            "cluster.worker is \"first\", not a whole number from 0 up"),
        arguments(
            json("'worker':{'1':'w:1','01':'v:1'}", "worker", 1),
            "cluster.worker is \"01\", not a whole number from 0 up"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsMalformedOrContradictsItselfIsRefused(String text, String problem) {
    String config = text.replace('\'', '"');

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(Map.of("TF_CONFIG", config)))
        .withMessage(
            "TF_CONFIG is %s, but %s: expected the form"
                + " {\"cluster\":{\"worker\":[\"host:port\"]},\"task\":{\"type\":\"worker\","
                + "\"index\":0}}",
            config, problem);
  }

  static Stream<String> huge() {
    String million = "x".repeat(1_000_000);
    return Stream.of(
        million,
        "\"" + million,
        "{\"" + million + "\":1,\"" + million + "\":1}",
        "9".repeat(1_000_000),
        "[".repeat(1_000_000),
        "{\"cluster\":\"" + million + "\"}",
        json("'worker':['" + million + "']", "worker", 0),
        json("'worker':['" + million + ":1','" + million + ":1']", "worker", 0),
        json("'" + million + "':[]", "worker", 0),
        json("'worker':{'" + million + "':'w:1'}", "worker", 0),
        json("'worker':['w:1']", million, 0));
  }

  @ParameterizedTest
  @MethodSource("huge")
  void aHugeTextIsNotQuotedWhole(String config) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingContext.of(Map.of("TF_CONFIG", config)))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .startsWith("TF_CONFIG is " + config.substring(0, 300) + "… (")
                    .hasSizeLessThan(1000));
  }

  private static Arguments context(
      String cluster, String role, int index, String addresses, int size, String rank) {
    return arguments(
        json(cluster, role, index),
        Replica.parse(role + "-" + index),
        addresses,
        size,
        rank.equals(PRIMARY));
  }

  private static String json(String cluster, String role, int index) {
    return ("{'cluster':{" + cluster + "},'task':{'type':'" + role + "','index':" + index + "}}")
        .replace('\'', '"');
  }

  private static SortedMap<Replica, String> addresses(String text) {
    return Stream.of(text.split(" "))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.split("=", 2))
        .collect(
            Collectors.toMap(
                entry -> Replica.parse(entry[0]), entry -> entry[1], (a, b) -> a, TreeMap::new));
  }
}
