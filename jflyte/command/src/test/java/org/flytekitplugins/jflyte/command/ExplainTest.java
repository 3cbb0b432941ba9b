package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says to people and to programs. */
class ExplainTest {
  private static final String SOUND =
      "TfJob.builder()"
          + ".chief(c -> c.requests(r -> r.cpu(\"1\").memory(\"2Gi\")))"
          + ".worker(w -> w.replicas(2).requests(r -> r.cpu(\"2\").memory(\"4Gi\"))"
          + ".restartPolicy(RestartPolicy.ON_FAILURE))"
          + ".ps(p -> p.requests(r -> r.cpu(\"1\").memory(\"2Gi\")))";
  private static final String SPOT = "@Override public Boolean getInterruptible() { return true; }";
  private static final String UNVERSIONED = "@Override public boolean isCached() { return true; }";

  private static final String WORDS =
      """
      @Override public String getImage() { return "{{.image.own}}"; }
      @Override public org.flytekitplugins.spi.Documentation getDocumentation() {
        return org.flytekitplugins.spi.Documentation.of("Trains digits")
            .withLongDescription("# Train")
            .withSourceLink(java.net.URI.create("https://acme.com/train"));
      }
      @Override public String getDeprecationMessage() { return "use TrainBetter"; }
      @Override public boolean isCached() { return true; }
      @Override public String getCacheVersion() { return "2"; }
      @Override public java.util.Set<String> getCacheIgnoredInputs() { return java.util.Set.of("x"); }
      @Override public Map<String, String> getPluginConfig() { return Map.of("queue", "gpus"); }
      @Override public String getPodTemplateName() { return "gpu-nodes"; }
      @Override public org.flytekitplugins.spi.PodTemplate getPodTemplate() {
        return org.flytekitplugins.spi.PodTemplate.ofYaml(
            "{spec: {nodeSelector: {disk: fast}, volumes: [{name: data, emptyDir: {}}],"
                + " containers: [{name: primary, volumeMounts: [{name: data, mountPath: /data}]}]}}");
      }
      """;

  @TempDir private Path folder;

  @Test
  void theFirstScreenSaysWhatTheClusterMakesOfIt() throws Exception {
    InProcess ended = process(training(""));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            """
            com.acme.Train: TFJob of 1 chief, 2 workers, 1 ps
              role      image    cpu  memory      gpu  restarts
              1 chief   <image>  1    1Gi of 2Gi  -    never
              2 worker  <image>  2    1Gi of 4Gi  -    on failure
              1 ps      <image>  1    1Gi of 2Gi  -    never
              in all             6    4Gi         -
              chief-0 leads: the job has succeeded when it ends well; then pods that still run are deleted
              throws, recoverable               worker: started again in its pod, twice for the whole job; otherwise the attempt
                                                fails with it: no retries
              throws anything else              the attempt fails with it, for good
              is killed (out of memory)         worker: started again in its pod, twice for the whole job; otherwise the job fails
                                                with the operator's message: no retries
              its pod is deleted (drain, spot)  the job fails at once, restarts or not: no retries
              note chief.requests.memory: each chief asks for 2Gi and gets 1Gi, flyteadmin's stock limit [above-stock-limit]
              note worker.requests.memory: each worker asks for 4Gi and gets 1Gi, flyteadmin's stock limit [above-stock-limit]
              note ps.requests.memory: each ps asks for 2Gi and gets 1Gi, flyteadmin's stock limit [above-stock-limit]
              note getRetries(): is 0: one pod that is drained or preempted fails the task for good [no-retries]

            0 errors, 0 warnings, 4 notes; by flyteadmin's stock defaults and limits (--platform FILE has the installation's)
            """);
    assertThat(ended.out().lines()).hasSizeLessThanOrEqualTo(24);
    assertThat(ended.out().lines()).allMatch(line -> line.length() <= 120);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void forMachinesThereIsOneDocument() throws Exception {
    Path platform = platform();

    InProcess ended = run(training(SPOT), "-o", "json", "--platform", platform.toString());

    JsonNode json = new ObjectMapper().readTree(ended.out());
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {
                  "platform": {"name": "%s", "assumed": false, "flyte": 1},
                  "errors": 0, "warnings": 1, "notes": 0,
                  "tasks": [{
                    "name": "com.acme.Train",
                    "taskType": "tensorflow",
                    "says": {
                      "image": null, "documentation": null, "deprecation": null, "workflows": [],
                      "cached": false, "cacheVersion": null, "cacheIgnoredInputs": [],
                      "pluginConfig": {}, "podTemplateName": null, "podTemplate": []
                    },
                    "job": {
                      "kind": "TFJob",
                      "name": "<execution>-<node>-<attempt>", "namespace": "<project>-<domain>",
                      "roles": [
                        {"role": "chief", "replicas": 1, "image": null,
                         "requests": {"cpu": "1", "memory": "2Gi"}, "limits": {"cpu": "1", "memory": "2Gi"},
                         "asked": {}, "restartPolicy": "NEVER", "leads": true},
                        {"role": "worker", "replicas": 2, "image": null,
                         "requests": {"cpu": "2", "memory": "4Gi"}, "limits": {"cpu": "2", "memory": "4Gi"},
                         "asked": {}, "restartPolicy": "ON_FAILURE", "leads": false},
                        {"role": "ps", "replicas": 1, "image": null,
                         "requests": {"cpu": "1", "memory": "2Gi"}, "limits": {"cpu": "1", "memory": "2Gi"},
                         "asked": {}, "restartPolicy": "NEVER", "leads": false}
                      ],
                      "leader": "chief-0",
                      "attempts": 1,
                      "total": {"cpu": "6", "memory": "12884901888", "gpu": "0"},
                      "options": {}
                    },
                    "findings": [{
                      "id": "spot-without-retries", "severity": "warning", "field": "getRetries()",
                      "happens": "is 0, and getInterruptible() is true: the first node that is taken away fails the task for good",
                      "remedy": "return some retries from getRetries(), and write checkpoints",
                      "source": "https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/core/status.go#L37",
                      "page": "https://github.com/flytekitplugins/flytekit-tensorflow/blob/main/docs/findings/spot-without-retries.md",
                      "line": {"class": "com.acme.Train", "file": "com/acme/Train.java", "number": 14}
                    }],
                    "suppressed": []
                  }],
                  "leftBehind": []
                }
                """
                    .formatted(platform));
    ((ObjectNode) json.at("/tasks/0/job")).remove(List.of("end", "failures"));
    assertThat(json).isEqualTo(expected);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void errorsAreAnExitCodeAndStrictlyWarningsToo() throws Exception {
    Path warned = training(SPOT);
    InProcess ended = run(warned);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out().lines())
        .contains(
            "    Train.java:14: return some retries from getRetries(), and write checkpoints");
    assertThat(run(warned, "--strict").exitCode()).isEqualTo(4);

    assertThat(run(training(UNVERSIONED)).exitCode()).isEqualTo(4);
    assertThat(run(training(""), "--max-replicas", "3").exitCode()).isEqualTo(4);
  }

  @Test
  void verboseSaysWhereToLookAndWhatWasSuppressed() throws Exception {
    InProcess ended =
        run(
            training(
                "@Override public Map<String, String> getSuppressedFindings() {"
                    + " return Map.of(\"no-retries\", \"it takes seconds\"); }"
                    + "@Override public SharedMemory getSharedMemory() {"
                    + " return SharedMemory.ofSizeLimit(\"512Mi\"); }"),
            "--verbose",
            "--platform",
            platform().toString());

    assertThat(ended.out().lines())
        .containsSubsequence(
            "  pod <execution>-<node>-<attempt>-worker-1: memory 4Gi = heap 1Gi + shared memory 512Mi"
                + " + native 2.5Gi",
            "    TF_CONFIG={\"cluster\":{\"chief\":[\"<execution>-<node>-<attempt>-chief-0.<project>-<domain>.svc:2222\"],"
                + "\"ps\":[\"<execution>-<node>-<attempt>-ps-0.<project>-<domain>.svc:2222\"],"
                + "\"worker\":[\"<execution>-<node>-<attempt>-worker-0.<project>-<domain>.svc:2222\","
                + "\"<execution>-<node>-<attempt>-worker-1.<project>-<domain>.svc:2222\"]},"
                + "\"task\":{\"type\":\"worker\",\"index\":1},\"environment\":\"cloud\"}",
            "    kubectl logs -n <project>-<domain> -c tensorflow"
                + " <execution>-<node>-<attempt>-worker-1",
            "  suppressed: no-retries of getRetries(), because it takes seconds")
        .last()
        .isEqualTo("0 errors, 0 warnings, 0 notes; by the defaults and limits of " + platform());
    assertThat(ended.out().lines().filter(line -> line.startsWith("  pod "))).hasSize(4);
  }

  @Test
  void whatATaskSaysOfItselfIsShownWithWhoRunsIt() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("said"))
            .training("Train", SOUND, "return x;", WORDS)
            .workflow("Nightly", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    InProcess ended = run(directory, "--image", "own=acme/own:1");
    assertThat(ended.out().lines().skip(1).limit(8))
        .containsExactly(
            "  documentation: Trains digits (and 7 bytes of markdown) https://acme.com/train",
            "  deprecated: use TrainBetter (run by com.acme.Nightly)",
            "  image: acme/own:1, which the task names itself",
            "  cache: version 2, whatever the input x",
            "  plugin config: queue=gpus",
            "  pod template: its own, with nodeSelector, primary.volumeMounts, volumes",
            "  pod template: gpu-nodes, as it is on the cluster",
            "  role      image           cpu  memory      gpu  restarts");
    assertThat(ended.out())
        .contains(
            "  warning getDeprecationMessage(): says \"use TrainBetter\", and com.acme.Nightly runs it"
                + " [deprecated-task-used]\n")
        .contains("[cache-ignores-every-input]")
        .contains("[plugin-config-unread]");

    assertThat(
            new ObjectMapper()
                .readTree(run(directory, "-o", "json", "--image", "own=acme/own:1").out())
                .at("/tasks/0/says"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {
                      "image": "acme/own:1",
                      "documentation": {
                        "short": "Trains digits", "long": "# Train", "format": "MARKDOWN",
                        "source": "https://acme.com/train"
                      },
                      "deprecation": "use TrainBetter", "workflows": ["com.acme.Nightly"],
                      "cached": true, "cacheVersion": "2", "cacheIgnoredInputs": ["x"],
                      "pluginConfig": {"queue": "gpus"}, "podTemplateName": "gpu-nodes",
                      "podTemplate": ["nodeSelector", "primary.volumeMounts", "volumes"]
                    }
                    """));
    assertThat(run(directory, "-o", "yaml", "--image", "own=acme/own:1").out())
        .contains("image: acme/own:1\n", "disk: fast\n", "mountPath: /data\n");
    assertThat(run(directory, "-o", "yaml").err()).contains("--image own=REF");
  }

  @Test
  void onFlyteTwoItSaysWhatIsOtherwiseThere() throws Exception {
    Path directory =
        TaskPackages.in(folder.resolve("two"))
            .training("Train", SOUND, "return x;", "")
            .workflow("Nightly", "return builder.apply(\"train\", new Train(), x).getOutputs();")
            .build();

    InProcess ended = run(directory, "--flyte", "2");

    assertThat(ended.out())
        .isEqualTo(
            """
            com.acme.Train: TFJob of 1 chief, 2 workers, 1 ps
              role      image    cpu  memory  gpu  restarts
              1 chief   <image>  1    2Gi     -    never
              2 worker  <image>  2    4Gi     -    on failure
              1 ps      <image>  1    2Gi     -    never
              in all             6    12Gi    -
              its name is <run>-a0-<retry>, in namespace flyte
              chief-0 leads: the job has succeeded when it ends well; then pods that still run are deleted
              throws, recoverable               worker: started again in its pod, twice for the whole job; otherwise the attempt
                                                fails with it: no retries
              throws anything else              the attempt fails with it, for good
              is killed (out of memory)         worker: started again in its pod, twice for the whole job; otherwise the job fails
                                                with the operator's message: no retries
              its pod is deleted (drain, spot)  the job fails at once, restarts or not: no retries
              loses a peer, or storage          counts as a failure of the task: no retries
              note getRetries(): is 0: one pod that is drained or preempted fails the task for good [no-retries]

            workflow com.acme.Nightly: Flyte 2 has none: register makes a task of its name that drives it

            0 errors, 0 warnings, 1 note; by Flyte 2's own defaults, without limits
            """);
    assertThat(run(directory, "--flyte", "2", "--verbose").out())
        .contains("    kubectl logs -n flyte -c tensorflow <run>-a0-<retry>-worker-1\n");
    JsonNode json = new ObjectMapper().readTree(run(directory, "--flyte", "2", "-o", "json").out());
    assertThat(json.at("/platform/flyte").asInt()).isEqualTo(2);
    assertThat(json.at("/tasks/0/job/namespace").asText()).isEqualTo("flyte");
    assertThat(json.at("/leftBehind").size()).isEqualTo(1);
  }

  @Test
  void aFlyteThatThereIsNotIsRefusedAndSoIsAFileThatTheSecondHasNot() throws Exception {
    Path directory = training("");

    assertThat(run(directory, "--flyte", "3").err()).contains("--flyte is 3: write 1 or 2");
    InProcess ended = run(directory, "--flyte", "2", "--platform", platform().toString());
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "--platform is a configuration of flyteadmin, which Flyte 2 has not: leave it out, or"
                + " say --flyte 1");
  }

  @Test
  void aTaskThatThereIsNotIsAnsweredWithThoseThatAre() throws Exception {
    InProcess ended = run(training(""), "--task", "com.acme.Tarin");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "jflyte: the package has no training task com.acme.Tarin: name one that it has"
                + " (com.acme.Train)\n");
    assertThat(run(training(""), "--task", "com.acme.Train").exitCode()).isZero();
  }

  @Test
  void aPackageWithoutTrainingTasksIsFine() throws Exception {
    Path directory = TaskPackages.in(folder.resolve("plain")).task("Next", "return x + 1;").build();

    assertThat(run(directory))
        .isEqualTo(new InProcess(0, "the package has no training tasks\n", ""));
  }

  private Path platform() throws IOException {
    return Files.writeString(
        folder.resolve("platform.yaml"),
        "task_resources: {limits: {cpu: 64, memory: 256Gi, gpu: 8}}");
  }

  private Path training(String members) throws IOException {
    return TaskPackages.in(Files.createTempDirectory(folder, "training"))
        .training("Train", SOUND, "return x;", members)
        .build();
  }

  private static String[] arguments(Path directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("explain", "-cp", directory.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private static InProcess run(Path directory, String... more) {
    return InProcess.run(arguments(directory, more));
  }

  private InProcess process(Path directory, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "jflyte"));
    command.addAll(List.of(arguments(directory, more)));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroy();
    }
    return new InProcess(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }
}
