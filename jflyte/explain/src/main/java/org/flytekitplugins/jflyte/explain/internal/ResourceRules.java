package org.flytekitplugins.jflyte.explain.internal;

import static org.flyte.flytekit.SdkResources.ResourceName.CPU;
import static org.flyte.flytekit.SdkResources.ResourceName.GPU;
import static org.flyte.flytekit.SdkResources.ResourceName.MEMORY;
import static org.flytekitplugins.jflyte.explain.internal.JobView.field;
import static org.flytekitplugins.jflyte.explain.internal.JobView.says;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.resources.ReplicaResources;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/** Rules about what each replica gets. */
final class ResourceRules {
  /** What a JVM and a framework's native libraries take before the first tensor, about. */
  private static final BigDecimal LEAST_NATIVE = new BigDecimal(256L << 20);

  private static final Pattern MAX_HEAP = Pattern.compile("-Xmx([0-9]+)([kKmMgGtT]?)\\b");

  private static final Rule ONE_OF_TWO =
      Rule.warning("cpu-or-memory-missing", "A role that says only one of cpu and memory")
          .background(
              "Flyte's plugin replaces cpu and memory of a role that says anything. What it leaves"
                  + " out comes from the platform's defaults, not from the task: a worker with"
                  + " `cpu(\"8\")` of a task with 32Gi trains with flyteadmin's stock 200Mi.")
          .remedy("say both")
          .source(Sources.REPLICA_RESOURCES)
          .looksAtJob(
              (job, hits) -> {
                for (ReplicaType type : job.roles()) {
                  ReplicaSpec role = job.role(type);
                  if (says(role, CPU) != says(role, MEMORY)) {
                    ResourceName missing = says(role, CPU) ? MEMORY : CPU;
                    hits.at(
                        field(type, "requests." + Amount.name(missing)),
                        String.format(
                            "is not said beside %s, so each %s gets the platform's default of %s%s",
                            Amount.name(says(role, CPU) ? CPU : MEMORY),
                            type.lowerCaseName(),
                            job.request(type, missing),
                            job.taskSays(missing) ? ", not the task's" : ""));
                  }
                }
              });

  private static final Rule PLATFORM_DEFAULT =
      Rule.warning("platform-default", "A role of which nobody says cpu or memory")
          .background(
              "Where neither the role nor the task says how much, the platform does. Its defaults are"
                  + " made for small steps of workflows, not for training: flyteadmin's stock ones are 2"
                  + " CPUs and 200 MiB, in which no framework starts.")
          .remedy("say cpu and memory of the role, or of the task for all roles")
          .source(Sources.CONTAINER_RESOURCES)
          .looksAtJob(
              (job, hits) -> {
                for (ReplicaType type : job.roles()) {
                  ReplicaSpec role = job.role(type);
                  Map<ResourceName, ReplicaResources.Origin> origins =
                      job.resources(type).origins();
                  List<ResourceName> names =
                      List.of(CPU, MEMORY).stream()
                          .filter(name -> origins.get(name) == ReplicaResources.Origin.PLATFORM)
                          .toList();
                  if (!names.isEmpty() && says(role, CPU) == says(role, MEMORY)) {
                    hits.at(
                        field(type, "requests"),
                        "nobody says "
                            + names.stream().map(Amount::name).collect(Collectors.joining(" and "))
                            + ", so each gets the platform's default of "
                            + names.stream()
                                .map(name -> Amount.name(name) + " " + job.request(type, name))
                                .collect(Collectors.joining(", ")));
                  }
                }
              });

  private static final Rule TASK_GPU =
      Rule.warning("task-gpu-on-every-role", "A GPU of the task that every role gets")
          .background(
              "Resources of a role are laid over those of the task, resource by resource. A GPU of"
                  + " the task reaches every role that says none of its own, and a role cannot say 0:"
                  + " parameter servers, evaluator and chief each hold a GPU that they do not use.")
          .remedy("say the GPU of the roles that train, and take it from getResources()")
          .source(Sources.REPLICA_RESOURCES)
          .looksAtJob(
              (job, hits) -> {
                if (!job.taskSays(GPU)) {
                  return;
                }
                String leaks =
                    job.roles(role -> !says(role, GPU)).stream()
                        .filter(type -> type != ReplicaType.WORKER && type != ReplicaType.MASTER)
                        .map(type -> job.role(type).replicas() + " " + type.lowerCaseName())
                        .collect(Collectors.joining(", "));
                if (!leaks.isEmpty()) {
                  hits.at("getResources().gpu", "reaches every role, also " + leaks);
                }
              });

  private static final Rule ABOVE_PLATFORM =
      Rule.warning("above-platform-limit", "More than the platform lets a container have")
          .background(
              "Flyte's plugin lowers requests and limits of a role to the platform's limits, without"
                  + " a word. What was sized for more is killed by the kernel, or throttled.")
          .remedy("ask for less, or have the platform's task_resources limits raised")
          .source(Sources.CONTAINER_RESOURCES)
          .looksAtJob(
              (job, hits) -> {
                if (!job.platform().isAssumed()) {
                  lowered(job, hits, "the platform's limit");
                }
              });

  private static final Rule ABOVE_STOCK =
      Rule.note("above-stock-limit", "More than flyteadmin's stock limits let a container have")
          .background(
              "Flyte's plugin lowers requests and limits of a role to the platform's limits, without"
                  + " a word. Nobody has said what these are (`--platform`); flyteadmin's own, of an"
                  + " installation that sets none, are 2 CPUs, 1 GiB and 1 GPU.")
          .remedy("say with --platform FILE what the installation's task_resources are")
          .source(Sources.flyte("flyteadmin/pkg/runtime/task_resource_provider.go"))
          .looksAtJob(
              (job, hits) -> {
                if (job.platform().isAssumed()) {
                  lowered(job, hits, "flyteadmin's stock limit");
                }
              });

  private static final Rule TASK_ABOVE_PLATFORM =
      Rule.error("task-above-platform-limit", "A task that asks for more than the platform has")
          .background(
              "What the task itself asks for is compared with the platform's limits when it is"
                  + " registered, and flyteadmin refuses it. (What its roles ask for nobody compares;"
                  + " see above-platform-limit; nor those of a task that brings its pod template"
                  + " along.)")
          .remedy("ask for less, or have the platform's task_resources limits raised")
          .source(Sources.flyte("flyteadmin/pkg/manager/impl/validation/task_validator.go"))
          .looksAtJob(
              (job, hits) -> {
                if (job.platform().isAssumed() || job.podTemplate().isPresent()) {
                  return;
                }
                job.platform()
                    .resources()
                    .limits()
                    .quantities()
                    .forEach(
                        (name, most) -> {
                          Quantity asked = job.task().asked(name);
                          if (asked != null && asked.compareTo(most) > 0) {
                            hits.at(
                                "getResources()." + Amount.name(name),
                                String.format(
                                    "flyteadmin does not register the task: it asks for %s, and the"
                                        + " platform's limit is %s",
                                    asked, most));
                          }
                        });
              });

  private static final Rule BURSTABLE =
      Rule.note("memory-request-below-limit", "A memory request below the limit")
          .background(
              "The scheduler looks at requests only. When a node runs out of memory, pods that use"
                  + " more than they requested are the first to be evicted, and a training grows to"
                  + " its limit.")
          .remedy("request as much memory as the limit")
          .source(Sources.kubernetes("concepts/scheduling-eviction/node-pressure-eviction/"))
          .looksAtJob(
              (job, hits) -> {
                for (ReplicaType type : job.roles()) {
                  Quantity request = job.request(type, MEMORY);
                  Quantity limit = job.limit(type, MEMORY);
                  if (request != null && limit != null && request.compareTo(limit) < 0) {
                    hits.at(
                        field(type, "requests.memory"),
                        String.format(
                            "is %s with a limit of %s: above the request, the pod is among the first"
                                + " to be evicted",
                            request, limit));
                  }
                }
              });

  private static final Rule LITTLE_NATIVE =
      Rule.warning("little-native-memory", "A heap that leaves little memory for native code")
          .background(
              "Tensors are outside the Java heap, as are the framework's libraries, the threads and"
                  + " the JVM's own data. The launcher gives the heap a share of each replica's memory"
                  + " limit (`getHeapPercentage()`, one for all roles); what is left must do for all"
                  + " of that, or the kernel kills the replica (exit code 137), and Flyte shows the"
                  + " operator's message only.")
          .remedy("give the role more memory, or lower getHeapPercentage()")
          .source(Sources.kubernetes("concepts/configuration/manage-resources-containers/"))
          .looksAtJob(
              (job, hits) -> {
                if (!job.task().runsJava()) {
                  return;
                }
                int heap = job.extension().getHeapPercentage();
                for (ReplicaType type : job.roles()) {
                  Quantity limit = job.limit(type, MEMORY);
                  if (limit == null) {
                    continue;
                  }
                  BigDecimal left =
                      limit
                          .amount()
                          .multiply(BigDecimal.valueOf(100L - heap))
                          .divide(BigDecimal.valueOf(100));
                  if (left.compareTo(LEAST_NATIVE) < 0) {
                    hits.at(
                        field(type, "limits.memory"),
                        String.format(
                            Locale.ROOT,
                            "of %s the heap gets %d %%, and native code and the JVM itself have %s",
                            limit,
                            heap,
                            Amount.bytes(left)));
                  }
                }
              });

  private static final Rule HEAP_ABOVE_LIMIT =
      Rule.warning("java-heap-above-limit", "A fixed Java heap above the memory of a replica")
          .background(
              "Environment and arguments are the same in all replicas, their memory is not. `-Xmx` is"
                  + " right for the largest at best; in a smaller one the heap grows until the kernel"
                  + " kills it.")
          .remedy("take -Xmx out: the launcher gives the heap a share of each replica's own limit")
          .source(Sources.kfoperators("common/common_operator.go#L266-L302"))
          .looksAtJob(
              (job, hits) -> {
                BigDecimal heap = maxHeap(job.task().env().get("JAVA_TOOL_OPTIONS"));
                for (ReplicaType type : job.roles()) {
                  Quantity limit = job.limit(type, MEMORY);
                  if (heap != null && limit != null && heap.compareTo(limit.amount()) >= 0) {
                    hits.at(
                        "getEnv().JAVA_TOOL_OPTIONS",
                        String.format(
                            "lets the heap grow to %s, and each %s has %s",
                            Amount.bytes(heap), type.lowerCaseName(), limit));
                  }
                }
              });

  private static final Rule SHARED_MEMORY_ABOVE =
      Rule.warning("shared-memory-above-limit", "Shared memory as large as a replica's memory")
          .background(
              "What is written to `/dev/shm` counts as memory of the pod. A volume that may grow to"
                  + " the limit of the container and beyond never fills: the kernel kills the replica"
                  + " before.")
          .remedy("lower getSharedMemory(), or give the role more memory")
          .source(Sources.kubernetes("concepts/storage/volumes/#emptydir"))
          .looksAtJob(
              (job, hits) -> {
                SharedMemory shared = job.extension().getSharedMemory();
                String size = shared == null ? null : shared.sizeLimit();
                for (ReplicaType type : job.roles()) {
                  Quantity limit = job.limit(type, MEMORY);
                  if (size != null && limit != null && Quantity.of(size).compareTo(limit) >= 0) {
                    hits.at(
                        "getSharedMemory()",
                        String.format(
                            "may grow to %s, and each %s has %s of memory in all",
                            size, type.lowerCaseName(), limit));
                  }
                }
              });

  private static final Rule SMALL_SHARED_MEMORY =
      Rule.note("small-shared-memory", "PyTorch with the container runtime's own shared memory")
          .background(
              "The workers of PyTorch's data loaders hand their batches over in `/dev/shm`, as do"
                  + " processes of one pod. Container runtimes make it 64 MiB large, and a loader that"
                  + " finds it full dies (`Unexpected bus error encountered in worker. This might be"
                  + " caused by insufficient shared memory (shm)`).")
          .remedy("return SharedMemory.ofSizeLimit(\"2Gi\") from getSharedMemory(), or so")
          .source("https://github.com/pytorch/pytorch/blob/v2.1.0/README.md#docker-image")
          .looksAtJob(
              (job, hits) -> {
                if (job.kind().taskType().equals("pytorch")
                    && job.extension().getSharedMemory() == null
                    && !job.podTemplate()
                        .map(template -> template.mounts(PodTemplateRules.SHARED_MEMORY_PATH))
                        .orElse(false)) {
                  hits.at(
                      "getSharedMemory()",
                      "is not set, so /dev/shm has the container runtime's 64 MiB, which data loaders"
                          + " with workers fill");
                }
              });

  private static final Rule ACCELERATOR =
      Rule.warning("accelerator-without-gpu", "A kind of GPU for replicas without a GPU")
          .background(
              "Flyte's plugin chooses nodes by the accelerator for containers that have GPUs, and"
                  + " passes over it where none is asked for.")
          .remedy("ask for a GPU of the roles that train, or take getAccelerator() out")
          .source(Sources.flyte("flyteplugins/go/tasks/pluginmachinery/flytek8s/pod_helper.go"))
          .looksAtJob(
              (job, hits) -> {
                if (job.extension().getAccelerator() != null
                    && job.roles().stream().noneMatch(type -> job.gpus(type) > 0)) {
                  hits.at(
                      "getAccelerator()",
                      "is passed over, because no replica asks for a GPU: pods run on any node");
                }
              });

  private static final Rule PS_GPU =
      Rule.note("gpu-on-parameter-server", "A parameter server with a GPU")
          .background(
              "Parameter servers keep variables and apply updates to them, which is a matter of memory"
                  + " and network. The GPU is theirs as long as the job runs, whether they use it or"
                  + " not.")
          .remedy("take the GPU from ps, unless the updates are that heavy")
          .source(Sources.REPLICA_RESOURCES)
          .looksAtJob(
              (job, hits) -> {
                if (job.has(ReplicaType.PS) && says(job.role(ReplicaType.PS), GPU)) {
                  hits.at(
                      "ps.requests.gpu",
                      "each ps holds "
                          + job.gpus(ReplicaType.PS)
                          + ", and serving variables uses none as a rule");
                }
              });

  static final List<Rule> ALL =
      List.of(
          ONE_OF_TWO,
          PLATFORM_DEFAULT,
          TASK_GPU,
          ABOVE_PLATFORM,
          ABOVE_STOCK,
          TASK_ABOVE_PLATFORM,
          BURSTABLE,
          LITTLE_NATIVE,
          HEAP_ABOVE_LIMIT,
          SHARED_MEMORY_ABOVE,
          SMALL_SHARED_MEMORY,
          ACCELERATOR,
          PS_GPU);

  private ResourceRules() {}

  private static void lowered(JobView job, Rule.Hits hits, String by) {
    for (ReplicaType type : job.roles()) {
      ReplicaResources resources = job.resources(type);
      for (ResourceName name : resources.lowered()) {
        boolean isRoles = resources.origins().get(name) == ReplicaResources.Origin.ROLE;
        if (!isRoles && !job.platform().isAssumed()) {
          continue; // flyteadmin refuses the task itself
        }
        hits.at(
            isRoles
                ? field(
                    type,
                    (says(job.role(type), name) && isLimited(job.role(type), name)
                            ? "limits."
                            : "requests.")
                        + Amount.name(name))
                : "getResources()." + Amount.name(name),
            String.format(
                "each %s asks for %s and gets %s, %s",
                type.lowerCaseName(),
                job.asked(type, name),
                resources.limits().quantities().get(name),
                by));
      }
    }
  }

  private static boolean isLimited(ReplicaSpec role, ResourceName name) {
    return role.limits().quantities().containsKey(name);
  }

  private static @Nullable BigDecimal maxHeap(@Nullable String javaOptions) {
    BigDecimal heap = null;
    Matcher options = MAX_HEAP.matcher(javaOptions == null ? "" : javaOptions);
    while (options.find()) {
      // Of two the JVM takes the later.
      int unit = "kmgt".indexOf(options.group(2).toLowerCase(Locale.ROOT));
      long bytes = options.group(2).isEmpty() ? 1 : 1L << (10 * (unit + 1));
      heap = new BigDecimal(options.group(1)).multiply(BigDecimal.valueOf(bytes));
    }
    return heap;
  }
}
