// snippet: test
package com.acme;

import static org.flytekitplugins.jflyte.testing.workflow.TaskValues.inputs;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flytekitplugins.jflyte.testing.workflow.TaskValues;
import org.flytekitplugins.jflyte.testing.workflow.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
  @Test
  void aLineIsLearned(@TempDir Path folder) throws Exception {
    Path houses = folder.resolve("houses.csv");
    Files.writeString(
        houses,
        IntStream.range(0, 64)
            .mapToObj(i -> i / 64f + "," + (2 * i / 64f + 1))
            .collect(Collectors.joining("\n")));

    TaskValues ended =
        WorkflowRun.ofWorkflow(Prices.class)
            .inputs(inputs().with("houses", houses.toUri()).with("steps", 400))
            .singleProcess()
            .folder(folder)
            .run();

    assertTrue(ended.number("error") < 0.01, ended::toString);
    assertTrue(Files.exists(Path.of(ended.blob("model")).resolve("saved_model.pb")));
  }
}
// end
