package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaFacts.Lead;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The failure contract's table as a function, with all that its rows are crossed with. */
class OutcomeTest {
  /** What came before the end: nothing, or another replica's relay. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # end        | policy     | recorded | limit | relay | primary       | other
          returned     | NEVER      | 0        |       | no    | WRITE_OUTPUTS | LEAVE
          returned     | NEVER      | 0        |       | yes   | WRITE_ERROR   | LEAVE
          returned     | ON_FAILURE | 2        | 3     | no    | WRITE_OUTPUTS | LEAVE
          returned     | ON_FAILURE | 0        | 3     | yes   | WRITE_ERROR   | LEAVE
          returned     | ALWAYS     | 0        | 3     | no    | WRITE_OUTPUTS | LEAVE
          returned     | ALWAYS     | 0        | 3     | yes   | WRITE_ERROR   | LEAVE
          recoverable  | NEVER      | 0        | 3     | no    | WRITE_ERROR   | RELAY
          recoverable  | NEVER      | 0        |       | no    | WRITE_ERROR   | RELAY
          recoverable  | NEVER      | 0        | 3     | yes   | WRITE_ERROR   | WAIT
          recoverable  | ON_FAILURE | 0        | 3     | no    | RESTART       | RESTART
          recoverable  | ON_FAILURE | 1        | 3     | no    | RESTART       | RESTART
          recoverable  | ON_FAILURE | 2        | 3     | no    | WRITE_ERROR   | RELAY
          recoverable  | ON_FAILURE | 3        | 3     | no    | WRITE_ERROR   | RELAY
          recoverable  | ON_FAILURE | 0        | 1     | no    | WRITE_ERROR   | RELAY
          recoverable  | ON_FAILURE | 99       |       | no    | RESTART       | RESTART
          recoverable  | ON_FAILURE | 0        | 3     | yes   | WRITE_ERROR   | WAIT
          recoverable  | ALWAYS     | 0        | 3     | no    | RESTART       | RESTART
          recoverable  | ALWAYS     | 2        | 3     | no    | WRITE_ERROR   | RELAY
          recoverable  | ALWAYS     | 0        | 3     | yes   | WRITE_ERROR   | WAIT
          final        | NEVER      | 0        |       | no    | WRITE_ERROR   | RELAY
          final        | NEVER      | 0        |       | yes   | WRITE_ERROR   | WAIT
          final        | ON_FAILURE | 0        | 3     | no    | WRITE_ERROR   | RELAY
          final        | ON_FAILURE | 0        | 3     | yes   | WRITE_ERROR   | WAIT
          final        | ALWAYS     | 0        | 3     | no    | WRITE_ERROR   | RELAY
          final        | ALWAYS     | 0        | 3     | yes   | WRITE_ERROR   | WAIT
          """)
  void everyRow(
      String end,
      RestartPolicy policy,
      int recorded,
      Integer limit,
      String relayed,
      Outcome.Action primary,
      Outcome.Action other) {
    TaskError failure =
        switch (end) {
          case "recoverable" -> error("own", ContainerError.Kind.RECOVERABLE);
          case "final" -> error("own", ContainerError.Kind.NON_RECOVERABLE);
          default -> null;
        };
    TaskError relay =
        relayed.equals("yes") ? error("relay", ContainerError.Kind.RECOVERABLE) : null;
    assertThat(Outcome.of(facts(true, policy, limit), failure, relay, recorded).action())
        .isEqualTo(primary);
    assertThat(Outcome.of(facts(false, policy, limit), failure, relay, recorded).action())
        .isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # end        | policy     | recorded | limit | there            | outcome
          returned     | NEVER      | 0        |       |                  | WRITE_OUTPUTS
          returned     | ALWAYS     | 0        | 3     |                  | WRITE_OUTPUTS
          returned     | NEVER      | 0        |       | outputs          | ACCEPT
          returned     | ON_FAILURE | 0        |       | error            | ACCEPT
          returned     | NEVER      | 0        |       | error outputs    | ACCEPT
          recoverable  | NEVER      | 0        | 3     |                  | REPORT
          recoverable  | ON_FAILURE | 0        | 3     |                  | RESTART
          recoverable  | ALWAYS     | 1        | 3     |                  | RESTART
          recoverable  | ON_FAILURE | 2        | 3     |                  | REPORT
          recoverable  | ON_FAILURE | 99       |       |                  | RESTART
          recoverable  | ON_FAILURE | 0        | 3     | error            | REPORT
          recoverable  | ON_FAILURE | 0        | 3     | outputs          | ACCEPT
          final        | NEVER      | 0        |       |                  | REPORT
          final        | ON_FAILURE | 0        | 3     |                  | REPORT
          final        | ON_FAILURE | 0        | 3     | error            | REPORT
          final        | NEVER      | 0        | 3     | outputs          | ACCEPT
          final        | NEVER      | 0        | 3     | error outputs    | REPORT
          """)
  void everyRowWhereReplicasElectWhoLeads(
      String end,
      RestartPolicy policy,
      int recorded,
      Integer limit,
      String there,
      Outcome.Action action) {
    TaskError failure =
        switch (end) {
          case "recoverable" -> error("own", ContainerError.Kind.RECOVERABLE);
          case "final" -> error("own", ContainerError.Kind.NON_RECOVERABLE);
          default -> null;
        };
    Verdict verdict =
        new Verdict(
            there != null && there.contains("error")
                ? error("worker-2 failed: boom", ContainerError.Kind.NON_RECOVERABLE)
                : null,
            there != null && there.contains("outputs"));

    Outcome outcome = Outcome.ofElected(elected(policy, limit), failure, verdict, recorded);

    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                action,
                action == Outcome.Action.REPORT
                    ? error("worker-1 failed: own", failure.kind())
                    : null,
                action == Outcome.Action.RESTART ? recorded + 1 : 0));
  }

  /** Whoever leaves the outputs to others is done; who is elected is one of those others. */
  @ParameterizedTest
  @CsvSource({"ANOTHERS, LEAVE", "ELECTED, AWAIT_OUTPUTS"})
  void whoIgnoresItsOutputsWaitsForThemWhereAnybodyMayWriteThem(Lead lead, Outcome.Action action) {
    ReplicaFacts facts =
        new ReplicaFacts(
            Replica.parse("worker-1"), lead, RestartPolicy.NEVER, null, ErrorAggregation.NONE);

    assertThat(Outcome.ofIgnoredOutputs(facts)).isEqualTo(new Outcome(action, null, 0));
  }

  /** A restart would not bring back whoever it has waited for. */
  @Test
  void aLostLeaderIsReportedUnlessThereIsAVerdictAfterAll() {
    ReplicaFacts facts = elected(RestartPolicy.ON_FAILURE, null);
    TaskError lost = error("nothing came", ContainerError.Kind.RECOVERABLE);

    assertThat(Outcome.ofLostLeader(facts, lost, new Verdict(null, false)))
        .isEqualTo(
            new Outcome(
                Outcome.Action.REPORT,
                error("worker-1 failed: nothing came", ContainerError.Kind.RECOVERABLE),
                0));
    for (Verdict verdict : List.of(new Verdict(null, true), new Verdict(lost, false))) {
      assertThat(Outcome.ofLostLeader(facts, lost, verdict))
          .isEqualTo(new Outcome(Outcome.Action.ACCEPT, null, 0));
    }
  }

  private static ReplicaFacts elected(RestartPolicy policy, Integer limit) {
    return new ReplicaFacts(
        Replica.parse("worker-1"), Lead.ELECTED, policy, limit, ErrorAggregation.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void onlyAPrimaryWritesOutputsOrTheError(RestartPolicy policy) {
    for (TaskError failure :
        Arrays.asList(
            null,
            error("own", ContainerError.Kind.RECOVERABLE),
            error("own", ContainerError.Kind.NON_RECOVERABLE))) {
      for (TaskError relay :
          Arrays.asList(null, error("relay", ContainerError.Kind.NON_RECOVERABLE))) {
        for (int recorded = 0; recorded < 4; recorded++) {
          assertThat(Outcome.of(facts(false, policy, 3), failure, relay, recorded).action())
              .isNotIn(Outcome.Action.WRITE_OUTPUTS, Outcome.Action.WRITE_ERROR);
          // And the primary never waits for itself.
          assertThat(Outcome.of(facts(true, policy, 3), failure, relay, recorded).action())
              .isIn(
                  Outcome.Action.WRITE_OUTPUTS, Outcome.Action.WRITE_ERROR, Outcome.Action.RESTART);
        }
      }
    }
  }

  @Test
  void aRestartIsTheOneAfterThoseOnRecord() {
    for (boolean isPrimary : new boolean[] {true, false}) {
      assertThat(
              Outcome.of(
                  facts(isPrimary, RestartPolicy.ON_FAILURE, null),
                  error("own", ContainerError.Kind.RECOVERABLE),
                  null,
                  4))
          .isEqualTo(new Outcome(Outcome.Action.RESTART, null, 5));
    }
  }

  @Test
  void aRelayComesFirstAndThePrimarysOwnFailureFollows() {
    TaskError relay = error("worker-1 failed: boom", ContainerError.Kind.RECOVERABLE);
    assertThat(
            Outcome.of(
                    facts(true, RestartPolicy.NEVER, null),
                    error("lost worker-1", ContainerError.Kind.RECOVERABLE),
                    relay,
                    0)
                .error())
        .isEqualTo(
            new TaskError(
                "CODE",
                "worker-1 failed: boom\n(chief-0 then failed: lost worker-1)",
                ContainerError.Kind.RECOVERABLE,
                Origin.USER,
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "RECOVERABLE, RECOVERABLE, RECOVERABLE",
    "RECOVERABLE, NON_RECOVERABLE, NON_RECOVERABLE",
    "NON_RECOVERABLE, RECOVERABLE, NON_RECOVERABLE",
    "NON_RECOVERABLE, NON_RECOVERABLE, NON_RECOVERABLE"
  })
  void togetherTheyAreRecoverableOnlyIfBothAre(
      ContainerError.Kind relay, ContainerError.Kind own, ContainerError.Kind together) {
    assertThat(
            Outcome.of(
                    facts(true, RestartPolicy.ON_FAILURE, 3),
                    error("own", own),
                    error("relay", relay),
                    0)
                .error()
                .kind())
        .isEqualTo(together);
  }

  @Test
  void whatIsRelayedHasTheReplicaInFront() {
    assertThat(
            Outcome.of(
                    facts(false, RestartPolicy.NEVER, null),
                    error("boom", ContainerError.Kind.NON_RECOVERABLE),
                    null,
                    0)
                .error()
                .message())
        .isEqualTo("worker-1 failed: boom");
  }

  private static ReplicaFacts facts(boolean isPrimary, RestartPolicy policy, Integer limit) {
    return new ReplicaFacts(
        Replica.parse(isPrimary ? "chief-0" : "worker-1"),
        isPrimary ? Lead.OWN : Lead.ANOTHERS,
        policy,
        limit,
        ErrorAggregation.NONE);
  }

  private static TaskError error(String message, ContainerError.Kind kind) {
    return new TaskError("CODE", message, kind, Origin.USER, null, null);
  }
}
