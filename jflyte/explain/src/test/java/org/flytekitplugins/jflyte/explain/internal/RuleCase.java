package org.flytekitplugins.jflyte.explain.internal;

import static org.flytekitplugins.jflyte.explain.internal.Tasks.elastic;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.pytorch;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.raw;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.sized;
import static org.flytekitplugins.jflyte.explain.internal.Tasks.tensorflow;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;
import static org.flytekitplugins.kubeflow.RestartPolicy.NEVER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.explain.ExplainedDeclaration;
import org.flytekitplugins.jflyte.explain.Finding;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.spi.Secret;

/**
 * A task that a rule finds something in, and one that it leaves alone.
 *
 * @param id the rule's
 * @param fields the fields that it finds something in
 * @param found the task
 * @param passed a task like it
 * @param platform where both are to run
 */
record RuleCase(
    String id, List<String> fields, DeclaredTask found, DeclaredTask passed, Platform platform) {
  private static final Platform SMALL =
      Platform.of(
          "acme's",
          ResourceList.of(r -> r.cpu("1").memory("500Mi")),
          ResourceList.of(r -> r.cpu("4").memory("4Gi")));

  private static final String IMAGE = "ghcr.io/acme/train";
  private static final String SHA =
      "sha256:0000000000000000000000000000000000000000000000000000000000000000";
  private static final String DIGEST = IMAGE + "@" + SHA;
  private static final ResourceList ONE_GPU = ResourceList.of(r -> r.gpu(1));

  private static final Map<String, RuleCase> ALL =
      index(
          // The declaration.
          of(
              "unknown-task-type-version",
              "getTaskTypeVersion()",
              raw("pytorch", 2, "{\"workerReplicas\": {\"replicas\": 1}}"),
              raw("pytorch", 1, "{\"workerReplicas\": {\"replicas\": 1}}")),
          of(
              "form-of-another-version",
              "custom.workerReplicas",
              raw("pytorch", 0, "{\"workerReplicas\": {\"replicas\": 2}}"),
              raw("pytorch", 0, "{\"workers\": 2}")),
          of(
              "unreadable-job",
              "custom.workerReplicas.resources.requests.memory",
              raw(
                  "tensorflow",
                  1,
                  group("\"requests\": [{\"name\": \"MEMORY\", \"value\": \"1gi\"}]")),
              raw(
                  "tensorflow",
                  1,
                  group("\"requests\": [{\"name\": \"MEMORY\", \"value\": \"1Gi\"}]"))),
          of(
              "unreadable-resources",
              "getResources()",
              tensorflow().resourceProblem("it requests 2 cpu, and its limit is 1"),
              tensorflow()),
          of(
              "role-said-twice",
              "custom.workerReplicas",
              raw(
                  "tensorflow",
                  1,
                  "{\"workerReplicas\": {\"replicas\": 2, \"common\": {\"replicas\": 3}}}"),
              raw("tensorflow", 1, "{\"workerReplicas\": {\"common\": {\"replicas\": 3}}}")),
          of(
              "empty-resources",
              "custom.workerReplicas.resources",
              raw("tensorflow", 1, "{\"workerReplicas\": {\"replicas\": 2, \"resources\": {}}}"),
              raw("tensorflow", 1, "{\"workerReplicas\": {\"replicas\": 2}}")),
          of(
              "request-above-limit",
              "worker.requests.memory",
              raw(
                  "tensorflow",
                  1,
                  group(
                      "\"requests\": [{\"name\": \"MEMORY\", \"value\": \"8Gi\"}], \"limits\":"
                          + " [{\"name\": \"MEMORY\", \"value\": \"4Gi\"}]")),
              raw(
                  "tensorflow",
                  1,
                  group(
                      "\"requests\": [{\"name\": \"MEMORY\", \"value\": \"4Gi\"}], \"limits\":"
                          + " [{\"name\": \"MEMORY\", \"value\": \"4Gi\"}]"))),
          of(
              "quantity-dropped",
              List.of("worker.requests.storage", "worker.limits.gpu"),
              raw(
                  "tensorflow",
                  1,
                  group(
                      "\"requests\": [{\"name\": \"STORAGE\", \"value\": \"8Gi\"}], \"limits\":"
                          + " [{\"name\": \"GPU\", \"value\": \"0\"}]")),
              raw(
                  "tensorflow",
                  1,
                  group("\"requests\": [{\"name\": \"EPHEMERAL_STORAGE\", \"value\": \"8Gi\"}]"))),
          of(
              "replicas-below-zero",
              "custom.psReplicas",
              raw("tensorflow", 0, "{\"workers\": 2, \"psReplicas\": -1}"),
              raw("tensorflow", 0, "{\"workers\": 2, \"psReplicas\": 0}")),
          of(
              "master-count",
              "custom.masterReplicas.replicas",
              raw(
                  "pytorch",
                  1,
                  "{\"workerReplicas\": {\"replicas\": 2}, \"masterReplicas\": {\"replicas\": 5}}"),
              raw(
                  "pytorch",
                  1,
                  "{\"workerReplicas\": {\"replicas\": 2}, \"masterReplicas\": {\"replicas\": 1}}")),
          of(
              "elastic-with-master",
              "custom.masterReplicas",
              raw(
                  "pytorch",
                  1,
                  elasticCustom(2, "c10d", 1, ", \"masterReplicas\": {\"replicas\": 1}")),
              raw("pytorch", 1, elasticCustom(2, "c10d", 1, ""))),
          of(
              "suppression-unknown",
              "getSuppressedFindings()",
              tensorflow().extension(new Said().suppressed("no-retrys", "a run of seconds")),
              tensorflow().extension(new Said().suppressed("no-retries", "a run of seconds"))),
          of(
              "suppression-without-reason",
              "getSuppressedFindings()",
              tensorflow().extension(new Said().suppressed("no-retries", " ")),
              tensorflow().extension(new Said().suppressed("no-retries", "a run of seconds"))),

          // The task.
          of(
              "cache-ignored-inputs-uncached",
              "getCacheIgnoredInputs()",
              cached().cached(false).extension(new Said().ignoringInCache("seed")),
              cached().extension(new Said().ignoringInCache("seed"))),
          of(
              "cache-ignored-input-unknown",
              "getCacheIgnoredInputs()",
              cached().extension(new Said().ignoringInCache("sed")),
              cached().extension(new Said().ignoringInCache("seed"))),
          of(
              "cache-ignores-every-input",
              "getCacheIgnoredInputs()",
              cached().extension(new Said().ignoringInCache("seed", "epochs")),
              cached().extension(new Said().ignoringInCache("seed"))),
          of(
              "plugin-config-unread",
              "getPluginConfig().queue",
              tensorflow().extension(new Said().pluginConfig("queue", "gpus")),
              tensorflow().extension(new Said().pluginConfig("link_type", "vscode"))),
          of(
              "deprecated-task-used",
              "getDeprecationMessage()",
              tensorflow()
                  .extension(new Said().deprecated("use TrainBetter"))
                  .workflows(Set.of("com.acme.Nightly")),
              tensorflow().extension(new Said().deprecated("use TrainBetter"))),

          // The cluster.
          of(
              "no-workers",
              "worker.replicas",
              raw("tensorflow", 1, "{\"chiefReplicas\": {\"replicas\": 1}}"),
              raw(
                  "tensorflow",
                  1,
                  "{\"chiefReplicas\": {\"replicas\": 1}, \"workerReplicas\": {\"replicas\": 1}}")),
          of(
              "impossible-job",
              "replicas",
              raw(
                  "tensorflow",
                  1,
                  "{\"chiefReplicas\": {\"replicas\": 2}, \"workerReplicas\": {\"replicas\": 1}}"),
              raw(
                  "tensorflow",
                  1,
                  "{\"chiefReplicas\": {\"replicas\": 1}, \"workerReplicas\": {\"replicas\": 1}}")),
          of(
              "leader-always-restarts",
              "worker.restartPolicy",
              raw("tensorflow", 1, restarting("RESTART_POLICY_ALWAYS", "")),
              raw("tensorflow", 1, restarting("RESTART_POLICY_ON_FAILURE", ""))),
          of(
              "always-on-role-that-ends",
              "worker.restartPolicy",
              tensorflow(j -> j.worker(w -> sized(w).restartPolicy(ALWAYS))),
              tensorflow(j -> j.ps(p -> sized(p).restartPolicy(ALWAYS)))),
          of(
              "several-evaluators",
              "evaluator.replicas",
              tensorflow(j -> j.evaluator(e -> sized(e).replicas(2))),
              tensorflow(j -> j.evaluator(e -> sized(e).replicas(1)))),
          of(
                  "more-than-max-replicas",
                  "replicas",
                  tensorflow(j -> j.worker(w -> sized(w).replicas(30))),
                  tensorflow(j -> j.worker(w -> sized(w).replicas(3))))
              .on(Platform.stock().withMaxReplicas(16)),
          of(
              "pod-name-too-long",
              "evaluator.replicas",
              tensorflow(j -> j.evaluator(e -> sized(e).replicas(101))),
              tensorflow(j -> j.evaluator(e -> sized(e).replicas(100)))),
          of(
              "no-gang-scheduling",
              "replicas",
              tensorflow(j -> j.worker(w -> sized(w).replicas(2).limits(l -> l.gpu(1)))),
              tensorflow(j -> j.worker(w -> sized(w).replicas(2).limits(l -> l.gpu(1))))
                  .extension(new Said().podTemplate("volcano"))),

          // Resources.
          of(
              "cpu-or-memory-missing",
              "worker.requests.memory",
              tensorflow(j -> j.worker(w -> w.requests(r -> r.cpu("8"))))
                  .requests(ResourceList.of(r -> r.cpu("1").memory("32Gi")))
                  .runsJava(false),
              tensorflow(j -> j.worker(w -> w.requests(r -> r.cpu("8").memory("32Gi"))))
                  .runsJava(false)),
          of(
              "platform-default",
              "worker.requests",
              tensorflow(j -> j.worker(w -> w.requests(ResourceList.empty()).limits(ONE_GPU)))
                  .runsJava(false),
              tensorflow(j -> j.worker(w -> sized(w).limits(ONE_GPU))).runsJava(false)),
          of(
              "task-gpu-on-every-role",
              "getResources().gpu",
              tensorflow().limits(ONE_GPU),
              tensorflow(j -> j.worker(w -> sized(w).limits(ONE_GPU)))),
          of(
                  "above-platform-limit",
                  "worker.requests.memory",
                  tensorflow(j -> j.worker(w -> w.requests(r -> r.cpu("4").memory("8Gi")))),
                  tensorflow(j -> j.worker(w -> w.requests(r -> r.cpu("4").memory("4Gi")))))
              .on(SMALL),
          of(
              "above-stock-limit",
              List.of("chief.requests.memory", "worker.limits.memory", "ps.requests.memory"),
              tensorflow(
                  j ->
                      j.worker(
                          w ->
                              w.requests(r -> r.cpu("2").memory("4Gi"))
                                  .limits(l -> l.cpu("2").memory("8Gi")))),
              tensorflow(
                  j ->
                      j.chief(c -> small(c))
                          .worker(
                              w ->
                                  w.requests(r -> r.cpu("1").memory("512Mi"))
                                      .limits(l -> l.cpu("1").memory("1Gi")))
                          .ps(p -> small(p)))),
          of(
                  "task-above-platform-limit",
                  "getResources().memory",
                  tensorflow().limits(ResourceList.of(l -> l.memory("8Gi"))),
                  pods("spec: {hostNetwork: false}").limits(ResourceList.of(l -> l.memory("8Gi"))))
              .on(SMALL),
          of(
              "memory-request-below-limit",
              "worker.requests.memory",
              tensorflow(
                  j ->
                      j.worker(
                          w ->
                              w.requests(r -> r.cpu("1").memory("1Gi"))
                                  .limits(l -> l.memory("8Gi")))),
              tensorflow()),
          of(
              "little-native-memory",
              "ps.limits.memory",
              tensorflow(j -> j.ps(p -> p.requests(r -> r.cpu("1").memory("256Mi"))))
                  .extension(new Said().heap(75)),
              tensorflow().extension(new Said().heap(75))),
          of(
              "java-heap-above-limit",
              List.of("getEnv().JAVA_TOOL_OPTIONS"),
              tensorflow(
                      j ->
                          j.worker(w -> w.replicas(2).requests(r -> r.cpu("4").memory("16Gi")))
                              .chief(0))
                  .env(Map.of("JAVA_TOOL_OPTIONS", "-Xmx512m -Xmx8g")),
              tensorflow().env(Map.of("JAVA_TOOL_OPTIONS", "-Xmx8g -Xmx512m"))),
          of(
              "shared-memory-above-limit",
              "getSharedMemory()",
              tensorflow(j -> j.chief(0).worker(w -> w.requests(r -> r.cpu("4").memory("16Gi"))))
                  .extension(new Said().sharedMemory("8Gi")),
              tensorflow().extension(new Said().sharedMemory("1Gi"))),
          of(
              "small-shared-memory",
              "getSharedMemory()",
              pytorch().extension(new Said().pods(memoryAt("/scratch"))),
              pytorch().extension(new Said().pods(memoryAt("/dev/shm")))),
          of(
              "accelerator-without-gpu",
              "getAccelerator()",
              tensorflow(j -> j.worker(1)).extension(new Said().accelerator("nvidia-tesla-a100")),
              tensorflow(j -> j.worker(w -> w.replicas(1).limits(ONE_GPU)))
                  .extension(new Said().accelerator("nvidia-tesla-a100"))),
          of(
              "gpu-on-parameter-server",
              "ps.requests.gpu",
              tensorflow(j -> j.worker(1).ps(p -> sized(p).limits(ONE_GPU))),
              tensorflow(j -> j.worker(w -> w.replicas(1).limits(ONE_GPU)))),

          // Restarts and attempts.
          of(
              "backoff-limit-unused",
              "runPolicy.backoffLimit",
              tensorflow(j -> j.runPolicy(r -> r.backoffLimit(3))),
              tensorflow(
                  j ->
                      j.worker(w -> sized(w).restartPolicy(ON_FAILURE))
                          .runPolicy(r -> r.backoffLimit(3)))),
          of(
              "no-backoff-limit",
              "runPolicy.backoffLimit",
              raw("tensorflow", 1, restarting("RESTART_POLICY_ON_FAILURE", "")),
              raw(
                  "tensorflow",
                  1,
                  restarting(
                      "RESTART_POLICY_ON_FAILURE", ", \"runPolicy\": {\"backoffLimit\": 3}"))),
          of(
              "backoff-limit-allows-none",
              "runPolicy.backoffLimit",
              tensorflow(
                  j ->
                      j.worker(w -> sized(w).restartPolicy(ON_FAILURE))
                          .runPolicy(r -> r.backoffLimit(1))),
              tensorflow(
                  j ->
                      j.worker(w -> sized(w).restartPolicy(ON_FAILURE))
                          .runPolicy(r -> r.backoffLimit(2)))),
          of(
              "backoff-limit-shared",
              "runPolicy.backoffLimit",
              tensorflow(j -> j.worker(w -> sized(w).replicas(8).restartPolicy(ON_FAILURE))),
              tensorflow(j -> j.worker(w -> sized(w).replicas(3).restartPolicy(ON_FAILURE)))),
          of(
              "clean-pod-policy-none",
              "runPolicy.cleanPodPolicy",
              tensorflow(j -> j.runPolicy(r -> r.cleanPodPolicy(CleanPodPolicy.NONE))),
              tensorflow()),
          of(
              "ttl-too-short",
              "runPolicy.ttlAfterFinished",
              tensorflow(j -> j.runPolicy(r -> r.ttlAfterFinished(Duration.ofSeconds(30)))),
              tensorflow(j -> j.runPolicy(r -> r.ttlAfterFinished(Duration.ofMinutes(5))))),
          of(
              "deadline-without-timeout",
              "runPolicy.activeDeadline",
              tensorflow(j -> j.runPolicy(r -> r.activeDeadline(Duration.ofHours(4)))),
              tensorflow(j -> j.runPolicy(r -> r.activeDeadline(Duration.ofHours(4))))
                  .extension(new Said().timeout(Duration.ofHours(4)))),
          of(
              "spot-without-retries",
              "getRetries()",
              tensorflow().extension(new Said().interruptible()).retries(0),
              tensorflow().extension(new Said().interruptible()).retries(10)),
          of("no-retries", "getRetries()", tensorflow().retries(0), tensorflow().retries(1)),
          of(
              "many-restarts",
              "getRetries()",
              tensorflow(
                      j ->
                          j.worker(w -> sized(w).restartPolicy(ON_FAILURE))
                              .runPolicy(r -> r.backoffLimit(10)))
                  .retries(5),
              tensorflow(
                      j ->
                          j.worker(w -> sized(w).restartPolicy(ON_FAILURE))
                              .runPolicy(r -> r.backoffLimit(3)))
                  .retries(5)),
          of(
              "cache-without-version",
              "getCacheVersion()",
              tensorflow().cached(true),
              tensorflow().cached(true).cacheVersion("1")),
          of(
              "serialized-without-cache",
              "isCacheSerializable()",
              tensorflow().cacheSerializable(true),
              tensorflow().cacheSerializable(true).cached(true).cacheVersion("1")),

          // Elastic jobs.
          of(
              "elastic-without-processes",
              "nprocPerNode",
              raw("pytorch", 1, elasticCustom(2, "c10d", 0, "")),
              raw("pytorch", 1, elasticCustom(2, "c10d", 1, ""))),
          of(
              "elastic-without-backend",
              "rdzvBackend",
              raw("pytorch", 1, elasticCustom(2, "", 1, "")),
              raw("pytorch", 1, elasticCustom(2, "c10d", 1, ""))),
          of(
              "rendezvous-elsewhere",
              "rdzvBackend",
              raw("pytorch", 1, elasticCustom(2, "etcd", 1, "")),
              raw("pytorch", 1, elasticCustom(2, "c10d", 1, ""))),
          of(
              "elastic-cannot-shrink",
              "worker.restartPolicy",
              elastic(j -> j.worker(w -> sized(w).restartPolicy(NEVER))),
              elastic(j -> j.nnodes("4:4").worker(w -> sized(w).restartPolicy(NEVER)))),
          of(
              "processes-without-cpu",
              "nprocPerNode",
              elastic(j -> j.nprocPerNode(8)),
              elastic(j -> j)),
          of(
              "processes-not-gpus",
              "nprocPerNode",
              elastic(j -> j.worker(w -> sized(w).limits(l -> l.gpu(4)))),
              elastic(j -> j.worker(w -> sized(w).limits(l -> l.gpu(2))))),

          // Containers.
          of(
              "image-without-tag",
              "--image",
              tensorflow().image("registry.example:5000/acme/train"),
              tensorflow().image("registry.example:5000/acme/train@" + SHA)),
          of(
              "image-by-tag",
              "worker.image",
              tensorflow(j -> j.worker(w -> sized(w).image(IMAGE + ":1.4"))).image(DIGEST),
              tensorflow(j -> j.worker(w -> sized(w).image(DIGEST))).image(DIGEST)),
          of(
              "image-not-given",
              List.of("getImage()", "worker.image"),
              tensorflow(j -> j.worker(w -> sized(w).image("{{.image.gpu}}")))
                  .extension(new Said().image("{{.image.gpu}}"))
                  .image("{{.image.gpu}}"),
              tensorflow(j -> j.worker(w -> sized(w).image("{{.image.gpu}}")))
                  .extension(new Said().image("{{.image.gpu}}"))
                  .image("{{.image.gpu}}")
                  .images(Map.of("gpu", DIGEST))),
          of(
              "malformed-image",
              "getImage()",
              tensorflow().runsJava(false).image("Acme/Train"),
              tensorflow().runsJava(false).image(DIGEST)),
          of(
              "task-image",
              "getImage()",
              tensorflow().extension(new Said().image(DIGEST)).image(DIGEST),
              tensorflow().image(DIGEST)),
          of(
              "task-image-unused",
              "getImage()",
              tensorflow(j -> j.chief(0).ps(0).worker(w -> sized(w).image(DIGEST)))
                  .extension(new Said().image(DIGEST))
                  .image(DIGEST),
              tensorflow(j -> j.chief(0).worker(w -> sized(w).image(DIGEST)))
                  .extension(new Said().image(DIGEST))
                  .image(DIGEST)),
          of(
              "role-image",
              "worker.image",
              tensorflow(j -> j.worker(w -> sized(w).image(DIGEST))),
              tensorflow(j -> j.worker(w -> sized(w).image(DIGEST))).runsJava(false)),
          of(
              "operator-overrides-variable",
              List.of("getEnv().TF_CONFIG", "getPodTemplate()", "getSecrets()"),
              tensorflow()
                  .env(Map.of("TF_CONFIG", "{}"))
                  .extension(
                      new Said()
                          .pods(
                              "spec: {containers: [{name: primary, env: [{name: TF_CONFIG, value:"
                                  + " '{}'}]}]}")
                          .secret(Secret.of("team", "key").withEnvironmentName("TF_CONFIG"))),
              tensorflow().env(Map.of("RANK", "0"))),
          of(
              "flyte-overrides-variable",
              "getEnv().FLYTE_ATTEMPT_NUMBER",
              tensorflow().env(Map.of("FLYTE_ATTEMPT_NUMBER", "7")),
              tensorflow().env(Map.of("ATTEMPT_NUMBER", "7"))),
          of(
              "secret-in-environment",
              "getEnv().DB_PASSWORD",
              tensorflow().env(Map.of("DB_PASSWORD", "hunter2")),
              tensorflow().env(Map.of("DB_PASSWORD", "/etc/secrets/password"))),
          of(
              "template-in-environment",
              "getEnv().OUT",
              tensorflow().env(Map.of("OUT", "{{.outputPrefix}}/model")),
              tensorflow().env(Map.of("OUT", "s3://acme/model"))),
          of(
              "unknown-template",
              List.of("getArgs()", "getArgs()"),
              program("--epochs={{.inputs.epoch}}", "--out={{.output}}"),
              program("--epochs={{.inputs.epochs}}", "--out={{ $outputPrefix }}")),
          of(
              "outputs-without-prefix",
              "getArgs()",
              program("--epochs={{.inputs.epochs}}").outputs(Set.of("model")),
              program("--out={{.outputPrefix}}").outputs(Set.of("model"))),

          // Pod templates.
          of(
              "pod-template-unreadable",
              "getPodTemplate()",
              pods("spec: {nodeSelectr: {disk: fast}}"),
              pods("spec: {nodeSelector: {disk: fast}}")),
          of(
              "pod-template-sidecar",
              "getPodTemplate()",
              pods("spec: {containers: [{name: logs, image: 'fluent-bit:3'}]}"),
              pods(
                  "spec: {initContainers: [{name: logs, image: 'fluent-bit:3', restartPolicy:"
                      + " Always}]}")),
          of(
              "pod-template-container-name",
              "getPodTemplate()",
              pods("spec: {containers: [{name: tensorflow, image: 'serving:2'}]}"),
              pods("spec: {containers: [{name: serving, image: 'serving:2'}]}")),
          of(
              "pod-template-restart-policy",
              "getPodTemplate()",
              pods("spec: {restartPolicy: OnFailure}"),
              pods("spec: {hostNetwork: false}")),
          of(
              "shared-memory-mounted-twice",
              "getPodTemplate()",
              tensorflow().extension(new Said().sharedMemory("1Gi").pods(memoryAt("/dev/shm"))),
              tensorflow().extension(new Said().sharedMemory("1Gi").pods(memoryAt("/scratch")))),

          // Flyte 2.
          of(
                  "task-template-nowhere",
                  "getArgs()",
                  program("--template={{ .TaskTemplatePath }}"),
                  program("--template=s3://acme/task.pb"))
              .on(Platform.flyte2()),
          of(
                  "raw-outputs-among-outputs",
                  "getArgs()",
                  program("--model={{.rawOutputDataPrefix}}"),
                  program("--model={{.rawOutputDataPrefix}}/model"))
              .on(Platform.flyte2()),
          of(
                  "task-name-too-long",
                  "getName()",
                  tensorflow().name("com.acme." + "x".repeat(247)),
                  tensorflow().name("com.acme." + "x".repeat(246)))
              .on(Platform.flyte2()));

  /** All cases, by the ids of their rules. */
  static Map<String, RuleCase> all() {
    return ALL;
  }

  /** What the rule says of the task that it finds something in. */
  List<Finding> findings() {
    return findings(found);
  }

  List<Finding> findings(DeclaredTask task) {
    return ExplainedDeclaration.of(task, platform).findings().stream()
        .filter(finding -> finding.id().equals(id))
        .toList();
  }

  @Override
  public String toString() {
    return id;
  }

  private RuleCase on(Platform other) {
    return new RuleCase(id, fields, found, passed, other);
  }

  private static RuleCase of(
      String id, String field, DeclaredTask.Builder found, DeclaredTask.Builder passed) {
    return of(id, List.of(field), found, passed);
  }

  private static RuleCase of(
      String id, List<String> fields, DeclaredTask.Builder found, DeclaredTask.Builder passed) {
    return new RuleCase(id, fields, found.build(), passed.build(), Platform.stock());
  }

  private static Map<String, RuleCase> index(RuleCase... cases) {
    Map<String, RuleCase> byId = new LinkedHashMap<>();
    for (RuleCase each : cases) {
      if (byId.put(each.id, each) != null) {
        throw new IllegalStateException("two cases of " + each.id);
      }
    }
    return byId;
  }

  private static DeclaredTask.Builder cached() {
    return tensorflow().cached(true).cacheVersion("1").inputs(Set.of("seed", "epochs"));
  }

  private static ReplicaSpec.Builder small(ReplicaSpec.Builder role) {
    return role.requests(r -> r.cpu("1").memory("1Gi"));
  }

  private static DeclaredTask.Builder program(String... args) {
    return tensorflow().runsJava(false).inputs(Set.of("epochs")).commandLine(List.of(args));
  }

  private static DeclaredTask.Builder pods(String yaml) {
    return tensorflow().extension(new Said().pods(yaml));
  }

  private static String memoryAt(String path) {
    return "spec: {volumes: [{name: m, emptyDir: {medium: Memory}}], containers: [{name: primary,"
        + " volumeMounts: [{name: m, mountPath: "
        + path
        + "}]}]}";
  }

  private static String group(String resources) {
    return "{\"workerReplicas\": {\"replicas\": 2, \"resources\": {" + resources + "}}}";
  }

  private static String restarting(String policy, String more) {
    return "{\"workerReplicas\": {\"replicas\": 2, \"restartPolicy\": \""
        + policy
        + "\"}"
        + more
        + "}";
  }

  private static String elasticCustom(int workers, String backend, int processes, String more) {
    return String.format(
        "{\"workerReplicas\": {\"replicas\": %d}, \"elasticConfig\": {\"rdzvBackend\": \"%s\","
            + " \"minReplicas\": 1, \"maxReplicas\": 2, \"nprocPerNode\": %d}%s}",
        workers, backend, processes, more);
  }
}
