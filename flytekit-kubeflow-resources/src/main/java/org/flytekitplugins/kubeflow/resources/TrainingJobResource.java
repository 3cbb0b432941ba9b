package org.flytekitplugins.kubeflow.resources;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.jspecify.annotations.Nullable;

/**
 * A training job as the Kubernetes resource of its operator ({@code kubeflow.org/v1}), for people
 * who submit it from Java without Flyte, and as Flyte's plugin would make it.
 *
 * <pre>{@code
 * TrainingJobResource digits =
 *     TrainingJobResource.builder(job)
 *         .name("digits")
 *         .namespace("training")
 *         .container(TaskContainer.of("ghcr.io/team/digits:1.4"))
 *         .build();
 * client.resource(digits.toKubernetes()).create(); // fabric8's client, or any that takes its model
 * Files.writeString(path, digits.toYaml());        // or: kubectl apply -f
 * }</pre>
 *
 * <p>Without a {@linkplain Builder#platform platform} a replica gets what the job and the container
 * say, and nothing else. With one it gets what Flyte makes of that.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/common/common_operator.go">common_operator.go</a>
 */
public final class TrainingJobResource {
  /** The group and version of the resources. */
  public static final String API_VERSION = "kubeflow.org/v1";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JobKind kind;
  private final TrainingCluster cluster;
  private final String name;
  private final String namespace;
  private final @Nullable String execution;
  private final TaskContainer container;
  private final @Nullable FlytePlatform platform;
  private final List<BiConsumer<ReplicaType, PodTemplateSpecBuilder>> edits;
  private final List<String> open;

  private TrainingJobResource(Builder builder, OpenFields open) {
    kind = builder.kind;
    cluster = builder.cluster;
    name = open.name();
    namespace = open.namespace();
    execution = open.execution();
    container = builder.rendered();
    platform = builder.platform;
    edits = List.copyOf(builder.edits);
    this.open = open.inWords();
  }

  /** A builder of the resource of a job. */
  public static Builder builder(TrainingJob job) {
    return builder(job.kind(), job.cluster());
  }

  /** A builder of the resource of a job of some kind that asks for a cluster. */
  public static Builder builder(JobKind kind, TrainingCluster cluster) {
    return new Builder(kind, cluster);
  }

  /** Of which kind the job is. */
  public JobKind kind() {
    return kind;
  }

  /** What the job asks for. */
  public TrainingCluster cluster() {
    return cluster;
  }

  /** The name of the job, with which those of its pods begin. */
  public String name() {
    return name;
  }

  /** The namespace of the job. */
  public String namespace() {
    return namespace;
  }

  /**
   * What only an execution decides, a sentence for each: it stands as a placeholder. Nothing of a
   * resource that was {@linkplain Builder#build built}.
   */
  public List<String> open() {
    return open;
  }

  /**
   * What each replica of a role ends up with.
   *
   * @throws IllegalArgumentException if the job has no such role
   */
  public ReplicaResources resources(ReplicaType type) {
    ReplicaSpec spec = cluster.replicas().get(type);
    if (spec == null) {
      throw new IllegalArgumentException(
          "the role is " + type.lowerCaseName() + ", but the job has " + cluster.sizes() + " only");
    }
    return platform == null
        ? ReplicaResources.asWritten(spec, container)
        : ReplicaResources.onPlatform(spec, container, platform);
  }

  /** The resource, in fabric8's model. */
  public GenericKubernetesResource toKubernetes() {
    Map<String, Object> spec = OptionFields.write(kind.resourceForm(), cluster.options());
    spec.put("runPolicy", RunPolicyFields.write(cluster.runPolicy()));
    spec.put(kind.resourceForm().replicaSpecsField(), replicaSpecs());
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(kind.kubernetesKind())
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  /** The resource as {@code kubectl apply} takes it; equal resources, equal bytes. */
  public String toYaml() {
    return KubernetesYaml.write(toKubernetes());
  }

  /**
   * The pods that the operator makes of the job, by role, then by index, with the variables by
   * which it tells each replica who it is.
   */
  public List<Pod> pods() {
    return new OperatorObjects(this).pods();
  }

  /**
   * The headless services that the operator makes, one for each pod, by which replicas are found.
   */
  public List<Service> services() {
    return new OperatorObjects(this).services();
  }

  /** The pod template of a role, which is the same for all its replicas. */
  PodTemplateSpec podTemplate(ReplicaType type, ReplicaSpec spec) {
    PodTemplateSpecBuilder template = new PodTemplateSpecBuilder();
    if (execution != null) {
      template.withNewMetadata().addToLabels(FlyteDefaults.EXECUTION, execution).endMetadata();
    }
    template.withNewSpec().addToContainers(container(type, spec)).endSpec();
    if (platform != null) {
      FlyteDefaults.apply(template);
    }
    edits.forEach(edit -> edit.accept(type, template));
    return template.build();
  }

  private Map<String, Object> replicaSpecs() {
    Map<String, Object> roles = new TreeMap<>();
    cluster
        .replicas()
        .forEach(
            (type, spec) -> {
              Map<String, Object> role = new TreeMap<>();
              role.put("replicas", spec.replicas());
              role.put("restartPolicy", RestartPolicyNames.of(spec.restartPolicy()));
              role.put("template", MAPPER.convertValue(podTemplate(type, spec), Map.class));
              roles.put(RoleNames.of(type), role);
            });
    return roles;
  }

  private Container container(ReplicaType type, ReplicaSpec spec) {
    List<EnvVar> env = new ArrayList<>();
    container.env().forEach((variable, value) -> env.add(new EnvVar(variable, value, null)));
    if (platform != null) {
      kind.resourceForm().podNameVariables(type).stream()
          .sorted()
          .forEach(variable -> env.add(FlyteDefaults.podName(variable)));
    }
    return new ContainerBuilder()
        .withName(kind.resourceForm().containerName())
        .withImage(spec.image() == null ? container.image() : spec.image())
        .withCommand(container.command())
        .withArgs(container.args())
        .withEnv(env)
        .withResources(requirements(resources(type)))
        .build();
  }

  private @Nullable ResourceRequirements requirements(ReplicaResources resources) {
    if (resources.requests().isEmpty() && resources.limits().isEmpty()) {
      return null;
    }
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(resources.requests()))
        .withLimits(quantities(resources.limits()))
        .build();
  }

  private Map<String, Quantity> quantities(ResourceList list) {
    String gpu = (platform == null ? FlytePlatform.unlimited() : platform).gpuResourceName();
    Map<String, Quantity> quantities = new TreeMap<>();
    list.quantities()
        .forEach(
            (resource, quantity) ->
                quantities.put(
                    ResourceNames.of(resource, gpu),
                    Quantity.parse(CanonicalQuantity.of(quantity))));
    return quantities;
  }

  /** Builds a {@link TrainingJobResource}. */
  public static final class Builder {
    private final JobKind kind;
    private final TrainingCluster cluster;
    private final List<BiConsumer<ReplicaType, PodTemplateSpecBuilder>> edits = new ArrayList<>();
    private final Map<String, String> templates = new TreeMap<>();
    private @Nullable String name;
    private @Nullable String namespace;
    private TaskContainer container = TaskContainer.builder().build();
    private @Nullable FlytePlatform platform;

    private Builder(JobKind kind, TrainingCluster cluster) {
      this.kind = kind;
      this.cluster = cluster;
    }

    /** The name of the job, with which those of its pods begin. */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /** The namespace of the job. */
    public Builder namespace(String namespace) {
      this.namespace = namespace;
      return this;
    }

    /** What every replica runs. */
    public Builder container(TaskContainer container) {
      this.container = container;
      return this;
    }

    /**
     * The installation of Flyte whose plugin would make the resource: its defaults, limits and
     * additions are in it. Null for none.
     */
    public Builder platform(@Nullable FlytePlatform platform) {
      this.platform = platform;
      return this;
    }

    /**
     * What Flyte would fill in for a template in command and arguments: {@code outputPrefix} for
     * <code>{{.outputPrefix}}</code>.
     */
    public Builder template(String template, String value) {
      templates.put(FlyteTemplates.name(template), value);
      return this;
    }

    /**
     * Adds to the pods of each role what Flyte has no place for: node selectors, volumes, sidecars.
     * Called with the role and its pod template, which has the container already.
     */
    public Builder editPodTemplates(BiConsumer<ReplicaType, PodTemplateSpecBuilder> edit) {
      edits.add(edit);
      return this;
    }

    /**
     * Builds a resource that a cluster can take.
     *
     * @throws InvalidFieldException if the job is one that its operator refuses, if the name or the
     *     namespace is not set, if names are too long or of other letters than Kubernetes wants, if
     *     a role has no image, or if an image or an argument holds what only registration or an
     *     execution fills in
     */
    public TrainingJobResource build() {
      kind.check(cluster);
      OpenFields fields = openFields();
      if (!fields.refusals().isEmpty()) {
        throw fields.refusals().get(0);
      }
      return new TrainingJobResource(this, fields);
    }

    /**
     * Builds a resource in which what only an execution decides stands as a placeholder, such as
     * {@code <execution>}, or as the template it is; {@link TrainingJobResource#open} names them.
     *
     * <p>What the operator would refuse is in it as well.
     *
     * @throws InvalidFieldException if the name or the namespace is set and Kubernetes refuses it
     */
    public TrainingJobResource preview() {
      return new TrainingJobResource(this, openFields());
    }

    private OpenFields openFields() {
      if (name != null) {
        ResourceNames.checkJob(name, cluster);
      }
      if (namespace != null) {
        ResourceNames.checkNamespace(namespace);
      }
      return new OpenFields(name, namespace, platform != null)
          .images(images())
          .texts("command", rendered().command())
          .texts("args", rendered().args());
    }

    private Map<ReplicaType, String> images() {
      Map<ReplicaType, String> images = new EnumMap<>(ReplicaType.class);
      cluster
          .replicas()
          .forEach(
              (type, spec) -> {
                String image = spec.image() == null ? container.image() : spec.image();
                images.put(type, image == null ? "" : image);
              });
      return Collections.unmodifiableMap(images);
    }

    private TaskContainer rendered() {
      return container.toBuilder()
          .command(rendered(container.command()))
          .args(rendered(container.args()))
          .build();
    }

    private List<String> rendered(List<String> texts) {
      return FlyteTemplates.render(texts, (name, written) -> templates.get(name));
    }
  }
}
