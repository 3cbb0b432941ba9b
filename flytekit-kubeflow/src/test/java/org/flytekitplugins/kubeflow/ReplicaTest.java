package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica is a role and an index, written as a pod's name ends. */
class ReplicaTest {
  @Property(tries = 300)
  void itsNameReadsBack(@ForAll ReplicaType type, @ForAll @IntRange int index) {
    Replica replica = Replica.of(type, index);

    assertThat(replica).hasToString(type.lowerCaseName() + "-" + index);
    assertThat(Replica.parse(replica.toString())).isEqualTo(replica);
    assertThat(Serialized.copyOf(replica)).isEqualTo(replica);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "worker",
        "worker-",
        "-1",
        "worker--1",
        "worker-01",
        "worker-+1",
        "worker-1 ",
        "Worker-1",
        "workers-1",
        "ps1",
        "job-worker-1",
        "worker-1.5",
        "worker-١",
        "worker-2147483648",
        "worker-9999999999",
        "worker-99999999999"
      })
  void everythingElseIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replica.parse(name))
        .withMessage(
            "replica is \"%s\", but a replica is a role and an index: write for example worker-1"
                + " (roles: chief, master, worker, ps, evaluator)",
            name);
  }

  @Test
  void anIndexIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Replica.of(ReplicaType.PS, -1))
        .withMessage("replica index is -1, but replicas are counted from 0: use 0 or more");
  }

  @Test
  void theOrderIsByRoleThenByIndex() {
    List<String> sorted =
        List.of("chief-0", "master-0", "worker-2", "worker-10", "ps-0", "ps-1", "evaluator-0");

    assertThat(
            Stream.of("ps-1", "worker-10", "evaluator-0", "chief-0", "worker-2", "ps-0", "master-0")
                .map(Replica::parse)
                .sorted())
        .extracting(Replica::toString)
        .isEqualTo(sorted);
  }
}
