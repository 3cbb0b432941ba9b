package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of jobs are found by the lines that name them, where they are asked for. */
class JobKindsTest {
  @TempDir private Path folder;

  @Test
  void theyAreFoundByTheTypesOfTheirTasks() throws IOException {
    JobKinds kinds = kinds(NumberedKind.Two.class, NumberedKind.One.class);

    assertThat(kinds.all()).extracting(JobKind::kubernetesKind).containsExactly("Job1", "Job2");
    assertThat(kinds.ofTaskType("type-2")).containsInstanceOf(NumberedKind.Two.class);
    assertThat(kinds.ofTaskType("type-3")).isEmpty();
    assertThat(JobKinds.own().all()).as("beside these tests").isEmpty();
  }

  @Test
  void theOnlyOneIsMeantWhereNoneIsNamed() throws IOException {
    assertThat(kinds(NumberedKind.One.class).only()).isInstanceOf(NumberedKind.One.class);
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> kinds().only())
        .withMessage(
            "kind is not set, and no kind of job is on the class path: add a framework's jar");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> kinds(NumberedKind.One.class, NumberedKind.Two.class).only())
        .withMessage(
            "kind is not set, but the class path has more than one (Job1, Job2): name one, or give"
                + " the job itself");
  }

  @Test
  void twoOfOneTaskTypeAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> kinds(NumberedKind.Two.class, NumberedKind.TwoAgain.class))
        .withMessage(
            "task type type-2 is that of %s and of %s: leave one of them on the class path",
            NumberedKind.Two.class.getName(), NumberedKind.TwoAgain.class.getName());
  }

  @Test
  void anEnvironmentIsThatOfOneKind() throws IOException {
    JobKinds kinds = kinds(NumberedKind.One.class, NumberedKind.Two.class);

    assertThat(kinds.context(Map.of("HOME", "/"))).isEmpty();
    assertThat(kinds.context(Map.of("NUMBER_2", "worker-1")))
        .map(TrainingContext::replica)
        .contains(Replica.of(ReplicaType.WORKER, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kinds.context(Map.of("NUMBER_1", "worker-0", "NUMBER_2", "worker-1")))
        .withMessage("the variables are those of a Job1 and of a Job2: unset those of one of them");
    assertThat(List.of("NUMBER_1", "NUMBER_2", "NUMBER_3").stream().filter(kinds::isVariable))
        .containsExactly("NUMBER_1", "NUMBER_2");
  }

  @Test
  void theFirstRoleThatHasAReplicaLeads() {
    JobKind kind = new NumberedKind.One();

    assertThat(kind.primary(ClusterText.cluster("worker:2"))).hasToString("worker-0");
    assertThat(kind.primary(ClusterText.cluster("worker:2 master:1"))).hasToString("master-0");
    assertThatIllegalStateException()
        .isThrownBy(() -> kind.primary(ClusterText.cluster("ps:2")))
        .withMessage("the replicas are \"ps=2\", but none of them can lead: add one that can");
  }

  @Test
  void nobodyIsElectedUnlessTheKindSaysSo() {
    assertThat(new NumberedKind.One().electsPrimary(ClusterText.cluster("worker:2"))).isFalse();
  }

  // A folder of its own for each, because class loaders keep what they have found.
  private JobKinds kinds(Class<?>... kinds) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.write(
        services.resolve(JobKind.class.getName()),
        List.of(kinds).stream().map(Class::getName).toList());
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, JobKind.class.getClassLoader())) {
      return JobKinds.of(loader);
    }
  }
}
