package org.flytekitplugins.kubeflow.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
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

  private final JobKind kind;
  private final TrainingCluster cluster;
  private final String name;
  private final String namespace;
  private final Map<String, String> labels;
  private final TaskContainer container;
  private final @Nullable FlytePlatform platform;
  private final int taskTypeVersion;
  private final @Nullable InlinePodTemplate podTemplate;
  private final List<BiConsumer<ReplicaType, PodTemplateSpecBuilder>> edits;
  private final List<String> open;

  private TrainingJobResource(Builder builder, OpenFields open) {
    kind = builder.kind;
    cluster = builder.cluster;
    name = open.name();
    namespace = open.namespace();
    labels = builder.platform == null ? Map.of() : open.labels();
    container = builder.rendered();
    platform = builder.platform;
    taskTypeVersion = builder.taskTypeVersion;
    podTemplate = builder.podTemplate;
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
    return KubernetesModel.resource(resource());
  }

  /** The resource as {@code kubectl apply} takes it; equal resources, equal bytes. */
  public String toYaml() {
    return YamlText.write(resource());
  }

  /**
   * The variables by which the operator tells each replica who it is, by role, then by index.
   *
   * @throws IllegalStateException if none of its replicas can lead the job
   */
  public SortedMap<Replica, SortedMap<String, String>> variables() {
    return new OperatorObjects(this).variables();
  }

  /**
   * The pods that the operator makes of the job, by role, then by index, with the variables by
   * which it tells each replica who it is.
   *
   * @throws IllegalStateException if none of its replicas can lead the job
   */
  public List<Pod> pods() {
    return KubernetesModel.pods(new OperatorObjects(this).pods());
  }

  /**
   * The headless services that the operator makes, one for each pod, by which replicas are found.
   */
  public List<Service> services() {
    return KubernetesModel.services(new OperatorObjects(this).services());
  }

  /**
   * The {@linkplain #pods pods}, then the {@linkplain #services services}, as one stream of YAML
   * documents, for whatever reads manifests; equal resources, equal bytes.
   *
   * @throws IllegalStateException if none of its replicas can lead the job
   */
  public String podsToYaml() {
    OperatorObjects objects = new OperatorObjects(this);
    List<Map<String, Object>> documents = new ArrayList<>(objects.pods());
    documents.addAll(objects.services());
    return YamlText.write(documents);
  }

  /** The pod template of a role, which is the same for all its replicas. */
  Map<String, Object> podTemplate(ReplicaType type, ReplicaSpec spec) {
    Map<String, Object> template = new TreeMap<>();
    addMetadata(template, "labels", labels);
    Map<String, Object> pod = PlainObject.object(template, "spec");
    Map<String, Object> main = container(type, spec);
    if (podTemplate == null) {
      PlainObject.list(pod, "containers").add(main);
    } else {
      addMetadata(template, "labels", podTemplate.labels());
      addMetadata(template, "annotations", podTemplate.annotations());
      main = podTemplate.addTo(pod, main);
    }
    SharedMemoryVolume.add(container.sharedMemory(), pod, main);
    if (platform != null) {
      FlyteDefaults.apply(template, main);
    }
    return edits.isEmpty() ? template : KubernetesModel.edited(template, type, edits);
  }

  private static void addMetadata(
      Map<String, Object> template, String field, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      PlainObject.object(PlainObject.object(template, "metadata"), field).putAll(entries);
    }
  }

  private Map<String, Object> resource() {
    Map<String, Object> spec = OptionFields.write(kind.resourceForm(), cluster.options());
    spec.put("runPolicy", RunPolicyFields.write(cluster.runPolicy()));
    spec.put(kind.resourceForm().replicaSpecsField(), replicaSpecs());
    Map<String, Object> resource = PlainObject.of("apiVersion", API_VERSION);
    resource.put("kind", kind.kubernetesKind());
    Map<String, Object> metadata = PlainObject.object(resource, "metadata");
    metadata.put("name", name);
    metadata.put("namespace", namespace);
    resource.put("spec", spec);
    return resource;
  }

  private Map<String, Object> replicaSpecs() {
    Map<String, Object> roles = new TreeMap<>();
    cluster
        .replicas()
        .forEach(
            (type, spec) -> {
              Map<String, Object> role = PlainObject.object(roles, RoleNames.of(type));
              role.put("replicas", spec.replicas());
              role.put("restartPolicy", RestartPolicyNames.of(spec.restartPolicy()));
              role.put("template", podTemplate(type, spec));
            });
    return roles;
  }

  private Map<String, Object> container(ReplicaType type, ReplicaSpec spec) {
    Map<String, Object> main = PlainObject.of("name", kind.resourceForm().containerName());
    PlainObject.put(main, "image", spec.image() == null ? container.image() : spec.image());
    PlainObject.put(main, "command", container.command());
    PlainObject.put(main, "args", container.args());
    List<Map<String, Object>> env = new ArrayList<>();
    container.env().forEach((variable, value) -> env.add(EnvVariable.of(variable, value)));
    if (platform != null && taskTypeVersion > 0) {
      kind.resourceForm().podNameVariables(type).stream()
          .sorted()
          .forEach(variable -> env.add(FlyteDefaults.podName(variable)));
    }
    PlainObject.put(main, "env", env);
    ReplicaResources resources = resources(type);
    Map<String, Object> requirements = new TreeMap<>();
    PlainObject.put(requirements, "requests", quantities(resources.requests()));
    PlainObject.put(requirements, "limits", quantities(resources.limits()));
    PlainObject.put(main, "resources", requirements);
    return main;
  }

  private static Map<String, Object> quantities(ResourceList list) {
    Map<String, Object> quantities = new TreeMap<>();
    list.quantities()
        .forEach(
            (resource, quantity) ->
                quantities.put(ResourceNames.of(resource), CanonicalQuantity.of(quantity)));
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
    private int taskTypeVersion = 1;
    private @Nullable InlinePodTemplate podTemplate;

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
     * The version of the task type out of whose custom field the cluster was read; 1 unless set. Of
     * a task of version 0 Flyte's plugin tells no replica what its pod is called.
     */
    public Builder taskTypeVersion(int taskTypeVersion) {
      this.taskTypeVersion = taskTypeVersion;
      return this;
    }

    /** What the pods of all roles have beside what the job says, or null for nothing. */
    public Builder podTemplate(@Nullable InlinePodTemplate podTemplate) {
      this.podTemplate = podTemplate;
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
      return new OpenFields(name, namespace, platform == null ? FlyteNames.ONE : platform.names())
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
