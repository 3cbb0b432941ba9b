package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.ExecutionPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbortOfferTest {
  private final PlayedCluster cluster = new PlayedCluster();
  private final StringWriter said = new StringWriter();
  private Execution execution;

  @BeforeEach
  void start() {
    execution = cluster.started("run");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private AbortOffer offer(String answers) {
    return new AbortOffer(
        new PrintWriter(said),
        answers == null ? null : new BufferedReader(new StringReader(answers)));
  }

  private ExecutionPhase phase() {
    return execution.status().join().phase();
  }

  @Test
  void whoSaysYesAborts() {
    offer("y\n").make(execution);

    assertThat(phase()).isEqualTo(ExecutionPhase.ABORTED);
    assertThat(said)
        .hasToString("jflyte: abort execution run? [y/N] jflyte: execution run is being aborted\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "no\n", ""})
  void whoSaysAnythingElseLetsItRun(String answer) {
    offer(answer).make(execution);

    assertThat(phase()).isEqualTo(ExecutionPhase.RUNNING);
    assertThat(said)
        .hasToString(
            "jflyte: abort execution run? [y/N] jflyte: execution run runs on; to abort it: jflyte"
                + " abort flytesnacks/development/run\n");
  }

  @Test
  void whereNobodySitsNobodyIsAsked() {
    offer(null).make(execution);

    assertThat(phase()).isEqualTo(ExecutionPhase.RUNNING);
    assertThat(said)
        .hasToString(
            "jflyte: execution run runs on; to abort it: jflyte abort"
                + " flytesnacks/development/run\n");
  }

  @Test
  void whatCannotBeAbortedIsSaidToBeNot() {
    execution.abort("before").join();

    offer("y\n").make(execution);

    assertThat(said.toString())
        .endsWith(
            "jflyte: execution flytesnacks/development/run cannot be aborted: flyteadmin says"
                + " \"Cannot abort an already terminate workflow execution\"\n");
  }
}
