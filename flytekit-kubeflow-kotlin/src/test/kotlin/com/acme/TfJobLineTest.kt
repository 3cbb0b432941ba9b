package com.acme

import org.assertj.core.api.Assertions.assertThat
import org.flyte.flytekit.SdkTypes
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.tensorflow.TensorflowTask
import org.junit.jupiter.api.Test

/** Whoever reads of a finding is shown the line that calls the DSL, not the DSL's own. */
class TfJobLineTest {
  private class Train :
    TensorflowTask<Void?, Void?>(SdkTypes.nulls(), SdkTypes.nulls(), tfJob { worker(2) }) {
    override fun run(input: Void?): Void? = null
  }

  @Test
  fun `a job of the DSL is built where the DSL is called`() {
    assertThat(Train().declaredAt)
      .isEqualTo(
        StackTraceElement(
          "app",
          null,
          null,
          "com.acme.TfJobLineTest\$Train",
          "<init>",
          "TfJobLineTest.kt",
          12,
        )
      )
  }
}
