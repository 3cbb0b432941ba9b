package org.flytekitplugins.jflyte.explain.internal;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.resources.FlytePlatform;
import org.flytekitplugins.kubeflow.resources.InlinePodTemplate;
import org.flytekitplugins.kubeflow.resources.ReplicaResources;
import org.flytekitplugins.kubeflow.resources.TaskContainer;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** A task, the job that is read out of it, and what an installation makes of both. */
public final class JobView {
  private final DeclaredTask task;
  private final TrainingCluster cluster;
  private final Platform platform;
  private final @Nullable InlinePodTemplate podTemplate;
  private final Map<ReplicaType, ReplicaResources> resources = new EnumMap<>(ReplicaType.class);

  // Limits of which nobody has said that they are this platform's prove nothing.
  private final Map<ReplicaType, ReplicaResources> known = new EnumMap<>(ReplicaType.class);

  /**
   * Reads the job of a task.
   *
   * @throws IllegalArgumentException if the custom field is none that a job could be read out of
   */
  public JobView(DeclaredTask task, Platform platform) {
    this.task = task;
    this.platform = platform;
    this.podTemplate = task.podTemplate().orElse(null);
    this.cluster = task.kind().read(task.custom(), task.taskTypeVersion());
    TaskContainer container =
        TaskContainer.builder().requests(task.requests()).limits(task.limits()).build();
    FlytePlatform unlimited =
        FlytePlatform.of(platform.resources().defaults(), ResourceList.empty());
    cluster
        .replicas()
        .forEach(
            (type, role) -> {
              ReplicaResources of =
                  ReplicaResources.onPlatform(role, container, platform.resources());
              resources.put(type, of);
              known.put(
                  type,
                  platform.isAssumed()
                      ? ReplicaResources.onPlatform(role, container, unlimited)
                      : of);
            });
  }

  /** The task. */
  public DeclaredTask task() {
    return task;
  }

  /** The kind of job that it runs as. */
  public JobKind kind() {
    return task.kind();
  }

  /** What the task says beside flytekit-java's model. */
  public TaskTemplateExtension extension() {
    return task.extension();
  }

  /** The pod template that the task brings along; empty if there is none, or if it can be none. */
  public Optional<InlinePodTemplate> podTemplate() {
    return Optional.ofNullable(podTemplate);
  }

  /** What the operator is told. */
  public TrainingCluster cluster() {
    return cluster;
  }

  /** The installation. */
  public Platform platform() {
    return platform;
  }

  /** The roles that have replicas, in the operator's order. */
  public List<ReplicaType> roles() {
    return List.copyOf(cluster.replicas().keySet());
  }

  /** The roles with some property, in their order. */
  public List<ReplicaType> roles(Predicate<ReplicaSpec> property) {
    return roles().stream().filter(type -> property.test(role(type))).toList();
  }

  /**
   * What a role asks for.
   *
   * @throws IllegalArgumentException if the job has no such role
   */
  public ReplicaSpec role(ReplicaType type) {
    ReplicaSpec role = cluster.replicas().get(type);
    if (role == null) {
      throw new IllegalArgumentException("the job has no " + type.lowerCaseName());
    }
    return role;
  }

  /** Whether a role has replicas. */
  public boolean has(ReplicaType type) {
    return cluster.size(type) > 0;
  }

  /** What each replica of a role ends up with, by the platform's defaults and limits. */
  public ReplicaResources resources(ReplicaType type) {
    return of(resources, type);
  }

  /** What each replica of a role is limited to, as far as anybody has said. */
  public @Nullable Quantity limit(ReplicaType type, ResourceName name) {
    return of(known, type).limits().quantities().get(name);
  }

  /** What each replica of a role requests, as far as anybody has said. */
  public @Nullable Quantity request(ReplicaType type, ResourceName name) {
    return of(known, type).requests().quantities().get(name);
  }

  /** What each replica of a role asks for, itself or through the task. */
  public @Nullable Quantity asked(ReplicaType type, ResourceName name) {
    ReplicaSpec role = role(type);
    if (!says(role, name)) {
      return task.asked(name);
    }
    Quantity limit = role.limits().quantities().get(name);
    return limit == null ? role.requests().quantities().get(name) : limit;
  }

  private static ReplicaResources of(Map<ReplicaType, ReplicaResources> all, ReplicaType type) {
    ReplicaResources of = all.get(type);
    if (of == null) {
      throw new IllegalArgumentException("the job has no " + type.lowerCaseName());
    }
    return of;
  }

  /** How many GPUs each replica of a role gets. */
  public int gpus(ReplicaType type) {
    Quantity gpus = limit(type, ResourceName.GPU);
    return gpus == null ? 0 : gpus.amount().intValue();
  }

  /** Whether a role says anything of a resource itself. */
  public static boolean says(ReplicaSpec role, ResourceName name) {
    return role.requests().quantities().containsKey(name)
        || role.limits().quantities().containsKey(name);
  }

  /** Whether the task itself says anything of a resource. */
  public boolean taskSays(ResourceName name) {
    return task.requests().quantities().containsKey(name)
        || task.limits().quantities().containsKey(name);
  }

  /** How much of a resource all replicas request together. */
  public BigDecimal total(ResourceName name) {
    BigDecimal total = BigDecimal.ZERO;
    for (ReplicaType type : roles()) {
      Quantity request = resources(type).requests().quantities().get(name);
      if (request != null) {
        total = total.add(request.amount().multiply(BigDecimal.valueOf(role(type).replicas())));
      }
    }
    return total;
  }

  /** The replica that leads; empty if none can. */
  public Optional<Replica> leader() {
    return kind().leaders().stream().anyMatch(this::has)
        ? Optional.of(kind().primary(cluster))
        : Optional.empty();
  }

  /** Whether the first replica of a role leads. */
  public boolean leads(ReplicaType type) {
    return leader().map(replica -> replica.type() == type).orElse(false);
  }

  /** Whether its replicas elect the one that leads. */
  public boolean isElected() {
    return kind().electsPrimary(cluster);
  }

  /** How many replicas are started again when they fail. */
  public int restarting() {
    return roles(role -> role.restartPolicy() != RestartPolicy.NEVER).stream()
        .mapToInt(type -> role(type).replicas())
        .sum();
  }

  /** What is deleted when the job has ended: what nobody says is the operator's default. */
  public CleanPodPolicy cleanPodPolicy() {
    CleanPodPolicy policy = cluster.runPolicy().cleanPodPolicy();
    return policy == null ? CleanPodPolicy.NONE : policy;
  }

  /** A field of a role, as whoever writes the task calls it. */
  public static String field(ReplicaType type, String field) {
    return type.lowerCaseName() + "." + field;
  }

  /** What an image stands for, if it is a name and somebody gave it; else the image itself. */
  public String resolved(String image) {
    return task.resolved(image);
  }

  /** The image of a role, or null if it is the package's and nobody has given that. */
  public @Nullable String image(ReplicaType type) {
    String own = role(type).image();
    return own == null ? task.image() : resolved(own);
  }

  /** The options that only an elastic job has. */
  Optional<ElasticOptions> elastic() {
    return ElasticOptions.of(cluster);
  }
}
