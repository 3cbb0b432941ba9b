package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.kubeflow.resources.CrdSchema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Jobs as Kubernetes takes them, and the pods that its operator makes of them. */
class ExplainYamlTest {
  private static final String TRAIN = "com.acme.Train";
  private static final Path CRDS = Path.of("..", "..", "..", "shared", "data");

  @TempDir private static Path folder;
  private static Path training;
  private static Path several;
  private static Path platform;

  @BeforeAll
  static void compile() throws IOException {
    String job =
        "TfJob.builder()"
            + ".chief(c -> c.requests(r -> r.cpu(\"1\").memory(\"2Gi\")))"
            + ".worker(w -> w.replicas(2).image(\"{{.image.gpu}}\").requests(r -> r.cpu(\"2\").memory(\"4Gi\"))"
            + ".limits(l -> l.gpu(1)).restartPolicy(RestartPolicy.ON_FAILURE))"
            + ".ps(p -> p.requests(r -> r.cpu(\"1\").memory(\"2Gi\")))";
    String members =
        "@Override public Map<String, String> getEnv() { return Map.of(\"LOG_LEVEL\", \"debug\"); }"
            + "@Override public SharedMemory getSharedMemory() { return SharedMemory.ofSizeLimit(\"1Gi\"); }";
    training =
        TaskPackages.in(folder.resolve("training"))
            .training("Train", job, "return x;", members)
            .build();
    several =
        TaskPackages.in(folder.resolve("several"))
            .training("Train", "TfJob.builder().worker(2)", "return x;", "")
            .pytorch(
                "TrainThere",
                "PyTorchContainerTask",
                "PyTorchJob.builder().worker(1)",
                "@Override public String getImage() { return \"torch:2\"; }"
                    + "@Override public List<String> getCommand() { return List.of(\"train\", \"{{.inputs.x}}\"); }")
            .build();
    platform =
        Files.writeString(
            folder.resolve("platform.yaml"),
            "task_resources: {defaults: {cpu: 1, memory: 1Gi}, limits: {cpu: 64, memory: 256Gi, gpu: 8}}");
  }

  private static InProcess explain(Path classPath, String format, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "explain",
                "-cp",
                classPath.toString(),
                "-o",
                format,
                "--platform",
                platform.toString()));
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(new String[0]));
  }

  private static InProcess whole(String format) {
    return explain(
        training,
        format,
        "--job-name=digits-7",
        "--namespace=training",
        "--inputs-uri=s3://acme/digits/inputs.pb",
        "--output-prefix=s3://acme/digits/7/",
        "--package-dir=/app/libs/*",
        "--image=ghcr.io/acme/digits:1.4",
        "--image=gpu=ghcr.io/acme/digits-gpu:1.4");
  }

  @Test
  void aJobIsReadyToBeApplied() throws Exception {
    InProcess ended = whole("yaml");

    Golden.assertIs(ended.out(), "job.yaml");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void podsAndServicesAreThoseOfTheOperator() throws Exception {
    InProcess ended = whole("pods");

    Golden.assertIs(ended.out(), "pods.yaml");
    assertThat(ended.err()).isEmpty();
    assertThat(new Yaml().loadAll(ended.out()))
        .extracting(document -> String.valueOf(((Map<?, ?>) document).get("kind")))
        .containsExactly("Pod", "Pod", "Pod", "Pod", "Service", "Service", "Service", "Service");
  }

  @Test
  void aPackageIsTheSameBytesEveryTime() {
    assertThat(whole("yaml")).isEqualTo(whole("yaml"));
    assertThat(explain(several, "pods")).isEqualTo(explain(several, "pods"));
  }

  @Test
  void whatOnlyAnExecutionDecidesIsAPlaceholder() throws Exception {
    InProcess ended = explain(several, "yaml");

    Golden.assertIs(ended.out(), "placeholders.yaml");
    assertThat(ended.err())
        .isEqualTo(
            "jflyte: pods would start with unrendered arguments: add --task NAME, --job-name NAME,"
                + " --namespace NAMESPACE, --inputs-uri URI, --output-prefix URI, --package-dir"
                + " PATH, --image REF, the value of {{.inputs.x}} by hand\n");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void whereAScriptReadsAndUploadsIsAskedForAsWell() throws Exception {
    Path script =
        TaskPackages.in(folder.resolve("script"))
            .pytorch(
                "TrainThere",
                "PyTorchContainerTask",
                "PyTorchJob.builder().worker(1)",
                "@Override public String getImage() { return \"torch:2\"; }"
                    + "@Override public List<String> getCommand() {"
                    + " return List.of(\"train\", \"{{.inputPrefix}}\", \"{{.rawOutputDataPrefix}}/model\"); }")
            .build();

    assertThat(explain(script, "yaml", "--job-name=a", "--namespace=b").err())
        .isEqualTo(
            "jflyte: pods would start with unrendered arguments: add --inputs-uri URI,"
                + " --output-prefix URI\n");
    assertThat(
            explain(
                    script,
                    "yaml",
                    "--job-name=a",
                    "--namespace=b",
                    "--inputs-uri=s3://acme/inputs.pb",
                    "--output-prefix=s3://acme/1")
                .err())
        .isEmpty();
  }

  @Test
  void onFlyte2NamesNamespaceLabelsAndPeersAreThoseOfThere() {
    String[] explain = {
      "explain", "-cp", training.toString(), "-o", "pods", "--image=gpu=a:1", "--image=b:1"
    };

    InProcess flagged = InProcess.run(with(explain, "--flyte", "2"));
    InProcess named = InProcess.run(with(explain, "--flyte=2", "--job-name=digits-7-a0-0"));

    assertThat(flagged.out())
        .contains("name: \"<run>-a0-<retry>-worker-1\"\n", "namespace: flyte\n")
        .contains("    action: a0\n", "    run: \"<run>\"\n")
        .contains("<run>-a0-<retry>-ps-0.flyte.svc:2222")
        .doesNotContain("execution", "<project>");
    assertThat(flagged.err()).contains("add --job-name NAME, ").doesNotContain("--namespace");
    assertThat(named.out())
        .contains("name: digits-7-a0-0-worker-1\n", "    run: digits-7\n", "    action: a0\n")
        .contains("digits-7-a0-0-ps-0.flyte.svc:2222");
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void withoutAPlatformTheResourcesAreNobodys() {
    assertThat(
            InProcess.run(
                    "explain",
                    "-cp",
                    training.toString(),
                    "-o",
                    "yaml",
                    "--image=gpu=a:1",
                    "--image=b:1",
                    "--package-dir=/p",
                    "--namespace=n",
                    "--inputs-uri=s3://b/i",
                    "--output-prefix=s3://b/o")
                .err())
        .isEqualTo(
            "jflyte: kubectl would refuse the placeholders: add --job-name NAME\n"
                + "jflyte: resources are lowered to flyteadmin's stock limits, because nobody has"
                + " said which the installation has: add --platform FILE\n");
  }

  @Test
  void errorsAreToldBesideTheJob() {
    InProcess ended = explain(training, "yaml", "--max-replicas=3");

    assertThat(ended.err())
        .contains("com.acme.Train: error ")
        .endsWith("[more-than-max-replicas]\n");
    assertThat(ended.out()).startsWith("apiVersion: kubeflow.org/v1\n");
    assertThat(ended.exitCode()).isEqualTo(4);
  }

  @Test
  void eachJobIsOneThatTheApiServerTakes() throws Exception {
    assumeTrue(Files.isDirectory(CRDS));
    Map<String, List<String>> errors = new TreeMap<>();
    for (String yaml : List.of(whole("yaml").out(), explain(several, "yaml").out())) {
      for (String document : yaml.split("---\n", -1)) {
        String crd = document.contains("kind: TFJob\n") ? "tfjobs" : "pytorchjobs";
        errors.put(
            document,
            CrdSchema.read(CRDS.resolve("kubeflow.org_" + crd + ".yaml")).errors(document));
      }
    }

    assertThat(errors).hasSize(3).allSatisfy((job, wrong) -> assertThat(wrong).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -o yaml --job-name Digits           | --job-name is "Digits", but the operator wants lower-case letters, digits and hyphens, a letter first: write for example train-digits
          -o yaml --job-name=                 | --job-name is empty: write for example train-digits
          -o pods --namespace My_Team         | --namespace is "My_Team", but Kubernetes wants at most 63 lower-case letters, digits and hyphens: write for example training
          -o yaml --inputs-uri /tmp/inputs.pb | --inputs-uri is /tmp/inputs.pb, which has no scheme: write file:///tmp/inputs.pb
          -o yaml --output-prefix b/k         | --output-prefix is b/k, which has no scheme: write s3://b/k
          -o text --job-name a                | --job-name is for -o yaml and -o pods, but -o is text: leave it out, or ask for one of these
          -o sarif --package-dir /app         | --package-dir is for -o yaml and -o pods, but -o is sarif: leave it out, or ask for one of these
          -o json --sources src               | --sources is for -o sarif, but -o is json: leave it out, or ask for that
          -o xml                              | Invalid value for option '--output': expected one of [text, json, yaml, pods, sarif] (case-sensitive) but was 'xml'
          """)
  void whatDoesNotGoTogetherIsRefused(String arguments, String sentence) {
    List<String> all = new ArrayList<>(List.of("explain", "-cp", training.toString()));
    all.addAll(List.of(arguments.strip().split(" +", -1)));

    InProcess ended = InProcess.run(all.toArray(new String[0]));

    assertThat(ended.err().lines().findFirst()).hasValue("jflyte explain: " + sentence);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void aNameIsOfOneJobAndAsLongAsItsServicesLet() {
    assertThat(explain(several, "yaml", "--job-name=a").err())
        .startsWith(
            "jflyte explain: --job-name is of one job, but the package has 2 training tasks: add"
                + " --task NAME (com.acme.Train, com.acme.TrainThere)\n");
    assertThat(explain(several, "yaml", "--job-name=a", "--task=" + TRAIN).exitCode()).isZero();
    assertThat(explain(training, "yaml", "--job-name=" + "a".repeat(55)).err())
        .startsWith(
            "jflyte explain: --job-name is \"%s\", but with \"-worker-1\" that is longer than the 63"
                    .formatted("a".repeat(55))
                + " letters of a service: use at most 54 letters\n");
  }
}
