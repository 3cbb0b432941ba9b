// snippet: test
package com.acme

import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.writeLines
import org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs
import org.flytekitplugins.jflyte.testing.workflow.WorkflowRun
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

class PricesTest {
  @Test
  fun `a line is learned`(@TempDir folder: Path) {
    val houses = folder.resolve("houses.csv")
    houses.writeLines((0..<64).map { "${it / 64f},${2 * it / 64f + 1}" })

    val ended =
      WorkflowRun.ofWorkflow(Prices::class.java)
        .inputs(inputs().with("houses", houses.toUri()).with("steps", 400))
        .singleProcess()
        .folder(folder)
        .run()

    assertTrue(ended.number("error") < 0.01) { "$ended" }
    assertTrue(Path.of(ended.blob("model")).resolve("saved_model.pb").exists())
  }
}
// end
