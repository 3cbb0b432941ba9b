package org.flytekitplugins.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.client.Cluster.number;

import flyteidl.core.Execution.ExecutionError;
import java.util.function.Consumer;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What docs/running.md shows. */
@Timeout(60)
class DocumentedClientTest {
  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  // snippet: client
  /** Runs the workflow on the cluster, and gives what it gave. */
  static long nightly(FlyteClient flyte, long rows) {
    Launch launch =
        Launch.workflow("com.acme.Nightly")
            .input(SdkLiteralTypes.integers().asSdkType("i"), SdkBindingDataFactory.of(rows))
            .label("team", "vision")
            .build();
    Execution run = flyte.launch(launch).join();
    System.out.println(run.consoleUrl());
    ExecutionStatus end = run.watch().join();
    ExecutionFailure failure = end.failure();
    if (failure != null) {
      throw new IllegalStateException(failure.summary());
    }
    return run.outputs(SdkLiteralTypes.integers().asSdkType("o")).join().get();
  }

  // end

  private void playing(Consumer<PlayedExecution> script) {
    Thread thread =
        new Thread(
            () -> {
              while (cluster.admin.executions().isEmpty()) {
                Thread.onSpinWait();
              }
              script.accept(cluster.played());
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void itGivesWhatTheWorkflowGives() {
    playing(run -> run.running().succeeded(number("o", 8)));

    assertThat(nightly(cluster.client, 3)).isEqualTo(8);
    assertThat(cluster.played().inputs()).isEqualTo(number("i", 3));
  }

  @Test
  void itFailsWithWhatATaskSaid() {
    playing(
        run ->
            run.running()
                .failed(
                    ExecutionError.newBuilder().setMessage("worker-1 failed: no\n\tat x").build()));

    assertThatThrownBy(() -> nightly(cluster.client, 3)).hasMessage("worker-1 failed: no");
  }
}
