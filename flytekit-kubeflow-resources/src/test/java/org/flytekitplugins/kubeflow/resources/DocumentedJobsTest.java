package org.flytekitplugins.kubeflow.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A job that docs/tfjob-without-flyte.md shows is one that a cluster takes. */
class DocumentedJobsTest {
  private static final Path PAGE = Path.of("../docs/tfjob-without-flyte.md");
  private static final Pattern JOB =
      Pattern.compile("```yaml\n(.*?\nkind: (\\w+)\n.*?)```", Pattern.DOTALL);

  @Test
  void everyShownJobIsValid() throws IOException {
    List<String> kinds = new ArrayList<>();
    Matcher job = JOB.matcher(Files.readString(PAGE));
    while (job.find()) {
      String kind = job.group(2);
      kinds.add(kind);
      assertThat(schema(kind).errors(job.group(1))).as(job.group(1)).isEmpty();
    }

    assertThat(kinds).contains("TFJob", "PyTorchJob");
  }

  private static CrdSchema schema(String kind) throws IOException {
    Optional<Path> file =
        RecordedJob.file("kubeflow.org_" + kind.toLowerCase(Locale.ROOT) + "s.yaml");
    assumeTrue(file.isPresent());
    return CrdSchema.read(file.get());
  }
}
