package org.flytekitplugins.examples.docs

import com.google.protobuf.TextFormat
import flyteidl.admin.TaskOuterClass.TaskCreateRequest
import flyteidl.core.Execution.ExecutionError
import flyteidl.core.Literals.LiteralMap
import flyteidl.service.AdminServiceGrpc
import io.grpc.InsecureChannelCredentials
import io.grpc.okhttp.OkHttpChannelBuilder
import java.time.Duration
import kotlin.concurrent.thread
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.flytekitplugins.client.FlyteClient
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin
import org.flytekitplugins.jflyte.testing.PlayedExecution
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** What docs/running.md shows in Kotlin. */
@Timeout(60)
class TrainFromKotlinTest {
  private val admin = LocalFlyteAdmin.start().also(::register)
  private val flyte =
    FlyteClient.builder("flytesnacks", "development")
      .endpoint(admin.endpoint())
      .plaintext(true)
      .pollInterval(Duration.ofMillis(5))
      .build()

  @AfterEach
  fun close() {
    flyte.close()
    admin.close()
  }

  private fun register(admin: LocalFlyteAdmin) {
    val request =
      TextFormat.parse(
        """
        id { resource_type: TASK project: 'flytesnacks' domain: 'development' name: 'com.acme.Train' version: '1' }
        spec { template { type: 'container' metadata { } container { image: 'image' args: 'run' } interface {
          inputs { variables { key: 'i' value { type { simple: INTEGER } } } }
          outputs { variables { key: 'o' value { type { simple: INTEGER } } } } } } }
        """,
        TaskCreateRequest::class.java,
      )
    val channel =
      OkHttpChannelBuilder.forTarget(admin.endpoint(), InsecureChannelCredentials.create()).build()
    try {
      AdminServiceGrpc.newBlockingStub(channel).createTask(request)
    } finally {
      channel.shutdownNow()
    }
  }

  private fun playing(script: PlayedExecution.() -> Unit) = thread {
    while (admin.executions().isEmpty()) Thread.onSpinWait()
    admin.executions()[0].running().script()
  }

  @Test
  fun `it gives what the task gave`() {
    playing {
      succeeded(
        TextFormat.parse(
          "literals { key: 'o' value { scalar { primitive { integer: 8 } } } }",
          LiteralMap::class.java,
        )
      )
    }

    assertThat(train(flyte, 3)).isEqualTo(8)
  }

  @Test
  fun `it fails with what a replica said`() {
    playing { failed(ExecutionError.newBuilder().setMessage("worker-1 failed: no").build()) }

    assertThatThrownBy { train(flyte, 3) }.hasMessage("worker-1 failed: no")
  }
}
