package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.KeyValuePair;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.flytekitplugins.kubeflow.resources.TaskContainer;
import org.flytekitplugins.kubeflow.resources.TrainingJobResource;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * The job of a task as a Kubernetes resource: what Flyte's plugin would make of it, ready to be
 * applied without Flyte as far as somebody says what an execution would decide. What nobody says
 * stands there as a placeholder, or as the template it is.
 */
public final class RenderedJob {
  private static final String IMAGE = "<image>";
  private static final String NAMED_IMAGE = "{{.image.";

  private final DeclaredTask task;
  private final TrainingJobResource resource;
  private final SortedSet<String> openTemplates;
  private final SortedSet<String> openImages;

  private RenderedJob(
      DeclaredTask task,
      TrainingJobResource resource,
      SortedSet<String> openTemplates,
      SortedSet<String> openImages) {
    this.task = task;
    this.resource = resource;
    this.openTemplates = openTemplates;
    this.openImages = openImages;
  }

  /**
   * The job of a task; empty if none can be made of it.
   *
   * @param container what its replicas run, or null if it has none
   * @throws InvalidFieldException with the field {@code name} or {@code namespace} if it is one
   *     that Kubernetes refuses
   */
  public static Optional<RenderedJob> of(
      Explanation explanation, @Nullable Container container, RenderSettings settings) {
    return explanation.view().map(job -> of(job, container, settings));
  }

  private static RenderedJob of(
      JobView job, @Nullable Container container, RenderSettings settings) {
    TaskContainer runs = container(job, container);
    TrainingCluster cluster = withImages(job);
    TrainingJobResource.Builder resource =
        TrainingJobResource.builder(job.kind(), cluster)
            .platform(job.platform().resources())
            .taskTypeVersion(job.task().taskTypeVersion())
            .container(runs)
            .podTemplate(job.podTemplate().orElse(null));
    if (settings.jobName() != null) {
      resource.name(settings.jobName());
    }
    if (settings.namespace() != null) {
      resource.namespace(settings.namespace());
    }
    settings.templates().forEach(resource::template);
    return new RenderedJob(
        job.task(), resource.preview(), openTemplates(runs, settings), openImages(cluster, runs));
  }

  private static TaskContainer container(JobView job, @Nullable Container container) {
    DeclaredTask task = job.task();
    String image = task.image();
    TaskContainer.Builder runs =
        TaskContainer.builder()
            .image(image == null ? IMAGE : job.resolved(image))
            .requests(task.requests())
            .limits(task.limits())
            .sharedMemory(task.extension().getSharedMemory());
    Map<String, String> env = new LinkedHashMap<>();
    if (container != null) {
      runs.command(container.command()).args(container.args());
      for (KeyValuePair variable : container.env()) {
        String value = variable.value();
        env.put(variable.key(), value == null ? "" : value);
      }
    }
    env.putIfAbsent(ErrorExit.VARIABLE, "true");
    return runs.env(env).build();
  }

  private static TrainingCluster withImages(JobView job) {
    Map<ReplicaType, ReplicaSpec> roles = new EnumMap<>(ReplicaType.class);
    job.cluster()
        .replicas()
        .forEach(
            (type, role) -> {
              String own = role.image();
              roles.put(
                  type, own == null ? role : role.toBuilder().image(job.resolved(own)).build());
            });
    return job.cluster().withReplicas(roles);
  }

  private static SortedSet<String> openTemplates(TaskContainer runs, RenderSettings settings) {
    SortedSet<String> known = new TreeSet<>();
    settings.templates().keySet().forEach(name -> known.add(FlyteTemplates.name(name)));
    SortedSet<String> open = new TreeSet<>();
    List<String> texts = new ArrayList<>(runs.command());
    texts.addAll(runs.args());
    FlyteTemplates.render(
        texts,
        (name, written) -> {
          if (!known.contains(name)) {
            open.add(name);
          }
          return null;
        });
    return open;
  }

  private static SortedSet<String> openImages(TrainingCluster cluster, TaskContainer runs) {
    SortedSet<String> open = new TreeSet<>();
    for (ReplicaSpec role : cluster.replicas().values()) {
      String image = role.image() == null ? runs.image() : role.image();
      if (image != null && (image.equals(IMAGE) || image.startsWith(NAMED_IMAGE))) {
        open.add(image);
      }
    }
    return open;
  }

  /** The task whose job it is. */
  public String task() {
    return task.name();
  }

  /** The resource as {@code kubectl apply} takes it; equal ones are equal bytes. */
  public String toYaml() {
    return resource.toYaml();
  }

  /**
   * The pods and the services that the operator would make of it, each with the variables of its
   * replica, a document each.
   */
  public String podsToYaml() {
    return resource.podsToYaml();
  }

  /** The name of the job, with which those of its pods begin. */
  public String name() {
    return resource.name();
  }

  /** The namespace of the job. */
  public String namespace() {
    return resource.namespace();
  }

  /** The variables by which the operator tells each replica who it is. */
  public SortedMap<Replica, SortedMap<String, String>> variables() {
    return resource.variables();
  }

  /** The names of the templates in its command line that nobody has said anything for. */
  public SortedSet<String> openTemplates() {
    return openTemplates;
  }

  /** The images that nobody has named: {@code <image>}, or <code>{{.image.gpu}}</code>. */
  public SortedSet<String> openImages() {
    return openImages;
  }

  /**
   * What an installation of Flyte adds to the pods of this task by a configuration of its own, so
   * that it is not in here, in words.
   */
  public List<String> leftToInstallation() {
    TaskTemplateExtension extension = task.extension();
    List<String> left = new ArrayList<>();
    if (extension.getPodTemplateName() != null) {
      left.add("its pod template " + extension.getPodTemplateName());
    }
    if (!extension.getSecrets().isEmpty()) {
      left.add("its secrets");
    }
    if (extension.getAccelerator() != null) {
      left.add("the nodes with its accelerator");
    }
    return left;
  }
}
