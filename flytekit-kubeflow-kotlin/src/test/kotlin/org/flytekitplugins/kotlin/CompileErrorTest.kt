package org.flytekitplugins.kotlin

import java.nio.file.Path
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/** What a Kotlin compiler says to code over our builders and our DSL. */
class CompileErrorTest {
  @TempDir lateinit var folder: Path

  class Misuse(val code: String, val complaint: String) {
    override fun toString() = code.lines().joinToString(" ") { it.trim() }
  }

  @Test
  fun `good code compiles without a word`() {
    val source =
      """
      import kotlin.time.Duration.Companion.hours
      import org.flyte.flytekit.*
      import org.flytekitplugins.kotlin.tfJob
      import org.flytekitplugins.kubeflow.*
      import org.flytekitplugins.tensorflow.*

      class NightlyTraining :
        TensorflowTask<Void?, SdkBindingData<Double>>(
          SdkTypes.nulls(),
          SdkLiteralTypes.floats().asSdkType("accuracy"),
          tfJob {
            chief()
            worker { replicas = 2; requests { cpu = "2"; memory = "4Gi" }; limits { cpu = 4; gpu = 1 } }
            runPolicy { ttlAfterFinished = 1.hours }
          },
        ) {
        override fun run(input: Void?): SdkBindingData<Double> = SdkBindingDataFactory.of(0.97)

        override fun getPodTemplateName(): String? = null
      }

      /** Only the primary returns something, and workflows still see an output that is there. */
      class PrimaryOnly :
        TensorflowTask<Void?, SdkBindingData<Double>>(
          SdkTypes.nulls(),
          SdkLiteralTypes.floats().asSdkType("accuracy"),
          tfJob { worker(2) },
        ) {
        override fun run(input: Void?): SdkBindingData<Double>? =
          if (TrainingContext.current().isPrimary) SdkBindingDataFactory.of(0.97) else null
      }

      class PrimaryOnlyOfItsType :
        TensorflowTask<Void?, SdkBindingData<Double>?>(
          SdkTypes.nulls(),
          SdkLiteralTypes.floats().asSdkType("accuracy"),
          tfJob { worker(2) },
        ) {
        override fun run(input: Void?): SdkBindingData<Double>? = null
      }

      abstract class PythonTraining :
        TensorflowContainerTask<Void?, Void?>(
          SdkTypes.nulls(),
          SdkTypes.nulls(),
          TfJob.builder().worker { it.replicas(2).image(null) }.build(),
        )

      val image: String? = ReplicaSpec.of(1).image()
      val policy: RestartPolicy = ReplicaSpec.of(1).restartPolicy()
      val limit: Int? = RunPolicy.empty().backoffLimit()
      val cpu: Quantity? = ResourceList.empty().cpu()
      val cores: ResourceList = ResourceList.of { it.cpu(2).gpu(1).cpu(0.5) }
      """

    assertThat(KotlinCompiler.complaintsAbout(source.trimIndent(), folder)).isEmpty()
  }

  @Test
  fun `a backend that starts trainings compiles without a word`() {
    val source =
      """
      import java.time.Duration
      import org.flyte.flytekit.*
      import org.flytekitplugins.client.*

      class Trainings(private val secret: () -> String) : AutoCloseable {
        private val flyte =
          FlyteClient.builder("flytesnacks", "development")
            .token { secret() }
            .consoleUrl(null)
            .deadline(Duration.ofSeconds(5))
            .notes { note -> println(note) }
            .build()

        private val shown =
          object : ExecutionListener {
            override fun changed(node: NodeStatus) =
              println("${'$'}{node.name()} ${'$'}{node.phase()} ${'$'}{node.startedAt()?.epochSecond}")
          }

        fun run(rows: Long): Long {
          val launch =
            Launch.workflow("com.acme.Nightly")
              .version(null)
              .input(SdkLiteralTypes.integers().asSdkType("rows"), SdkBindingDataFactory.of(rows))
              .interruptible(null)
              .build()
          val run: Execution = flyte.launch(launch).join()
          val why: String? = run.watch(shown).thenApply { it.failure()?.summary() }.join()
          check(why == null) { why!! }
          return run.outputs(SdkLiteralTypes.integers().asSdkType("o")).join().get()
        }

        fun failed(): List<String> =
          flyte
            .executions(9, ExecutionFilter.builder().phase(ExecutionPhase.FAILED).build())
            .join()
            .map { it.id().name() + (it.abortCause() ?: "") }

        fun isAway(failure: FlyteException) =
          failure.reason() == FlyteException.Reason.UNREACHABLE

        override fun close() = flyte.close()
      }
      """

    assertThat(KotlinCompiler.complaintsAbout(source.trimIndent(), folder)).isEmpty()
  }

  @ParameterizedTest
  @MethodSource("nulls", "strayWords")
  fun `bad code does not compile`(misuse: Misuse) {
    val source =
      """
      import kotlin.time.Duration.Companion.hours
      import org.flyte.flytekit.*
      import org.flytekitplugins.client.*
      import org.flytekitplugins.kotlin.*
      import org.flytekitplugins.kubeflow.*
      import org.flytekitplugins.tensorflow.*
      """
        .trimIndent()

    val complaints = KotlinCompiler.complaintsAbout("$source\n\n${misuse.code}", folder)

    assertThat(complaints).hasSize(1).first().asString().contains(misuse.complaint)
  }

  companion object {
    @JvmStatic
    fun nulls(): List<Misuse> =
      listOf(
        Misuse(
          "val spec = ReplicaSpec.builder().restartPolicy(null).build()",
          "Null cannot be a value of a non-null type 'RestartPolicy'",
        ),
        Misuse(
          "val image: String = ReplicaSpec.of(1).image()",
          "expected 'String', actual 'String?'",
        ),
        Misuse(
          "val limit: Int = RunPolicy.empty().backoffLimit()",
          "expected 'Int', actual 'Int?'",
        ),
        Misuse("val milli = ResourceList.empty().cpu().amount()", "Only safe (?.)"),
        Misuse("fun why(end: ExecutionStatus): String = end.failure().summary()", "Only safe (?.)"),
        Misuse(
          "val launch = Launch.workflow(null)",
          "Null cannot be a value of a non-null type 'String'",
        ),
        Misuse(
          "val job = TfJob.builder().worker(null)",
          "None of the following candidates is applicable",
        ),
        Misuse(
          "val bytes = ResourceList.builder().memory(null)",
          "Null cannot be a value of a non-null type 'String'",
        ),
        Misuse(
          "val quantity = Quantity.of(null)",
          "Null cannot be a value of a non-null type 'String'",
        ),
        Misuse(
          """
          class Task : TensorflowTask<Void?, Void?>(SdkTypes.nulls(), SdkTypes.nulls(), null) {
            override fun run(input: Void?): Void? = null
          }
          """
            .trimIndent(),
          "Null cannot be a value of a non-null type 'TfJob'",
        ),
        Misuse(
          """
          abstract class Task(job: TfJob) : TensorflowTask<Void?, Void?>(SdkTypes.nulls(), SdkTypes.nulls(), job) {
            override fun getEnv(): Map<String, String>? = null
          }
          """
            .trimIndent(),
          "Return type of 'getEnv' is not a subtype",
        ),
        Misuse(
          "val job = tfJob { worker { restartPolicy = null } }",
          "Null cannot be a value of a non-null type",
        ),
        Misuse(
          "val job = tfJob { worker { replicas = null } }",
          "Null cannot be a value of a non-null type 'Int'",
        ),
      )

    @JvmStatic
    fun strayWords(): List<Misuse> =
      listOf(
        Misuse(
          "val job = tfJob { worker { chief { } } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = tfJob { worker { runPolicy { } } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = tfJob { ps { requests { replicas = 2 } } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = tfJob { ps { requests { limits { } } } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = tfJob { runPolicy { worker(1) } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse("val job = tfJob { worker { numWorkers(2) } }", "Unresolved reference 'numWorkers'"),
        Misuse(
          "val job = tfJob { worker { requests { memory = 2 } } }",
          "actual type is 'Int', but 'String?' was expected",
        ),
        Misuse(
          "val job = tfJob { runPolicy { ttlAfterFinished = java.time.Duration.ofHours(1) } }",
          "but 'kotlin.time.Duration?' was expected",
        ),
        Misuse(
          "val job = pyTorchJob { worker { master { } } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = elastic { worker { nprocPerNode = 2 } }",
          "cannot be called in this context with an implicit receiver",
        ),
        Misuse(
          "val job = elastic { nprocPerNode = \"auto\" }",
          "actual type is 'String', but 'Int' was expected",
        ),
        Misuse("val scope = TfJobScope(TfJob.builder())", "Cannot access"),
        Misuse("val scope = RunPolicyScope()", "Cannot access"),
      )
  }
}
