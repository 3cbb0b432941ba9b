package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.Resources.ResourceName;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.K8sPodIdl;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.resources.InlinePodTemplate;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * The pods of tasks that bring a pod template of their own: the template with the task's container
 * in it takes the place of the container.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/flytek8s/pod_helper.go#L316-L397">BuildRawPod</a>
 */
final class TaskPods {
  private TaskPods() {}

  /**
   * The template with the pod in it; the same if the task has none of its own.
   *
   * @param owner the task, to begin a sentence with
   * @throws JflyteException if Kubernetes would refuse the pod, or pass over a part of it
   */
  static Tasks.TaskTemplate withPod(
      Tasks.TaskTemplate template,
      Container container,
      @Nullable TaskTemplateExtension extension,
      String owner) {
    PodTemplate declared = extension == null ? null : extension.getPodTemplate();
    if (declared == null) {
      return template;
    }
    try {
      InlinePodTemplate pod = InlinePodTemplate.of(declared);
      checkVariables(pod, container);
      Map<String, Object> spec = new LinkedHashMap<>();
      pod.addTo(spec, plain(container, pod.primaryContainer()));
      return K8sPodIdl.withPod(
          template, pod.labels(), pod.annotations(), spec, pod.primaryContainer());
    } catch (InvalidFieldException e) {
      throw new JflyteException(owner + ": " + e.getMessage(), e);
    }
  }

  private static void checkVariables(InlinePodTemplate pod, Container container) {
    for (KeyValuePair variable : container.env()) {
      if (pod.variables().contains(variable.key())) {
        throw new InvalidFieldException(
            "podTemplate.spec.containers." + pod.primaryContainer() + ".env",
            variable.key(),
            "the task sets that variable too",
            "set it in one of the two");
      }
    }
  }

  private static Map<String, Object> plain(Container container, String name) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", name);
    plain.put("image", container.image());
    if (!container.command().isEmpty()) {
      plain.put("command", container.command());
    }
    plain.put("args", container.args());
    // As of every container that Flyte makes itself.
    plain.put("terminationMessagePolicy", "FallbackToLogsOnError");
    List<Object> env = new ArrayList<>();
    for (KeyValuePair variable : container.env()) {
      String value = variable.value();
      env.add(Map.of("name", variable.key(), "value", value == null ? "" : value));
    }
    plain.put("env", env);
    Map<String, Object> resources = new LinkedHashMap<>();
    if (container.resources() != null) {
      put(resources, "requests", container.resources().requests());
      put(resources, "limits", container.resources().limits());
    }
    plain.put("resources", resources);
    return plain;
  }

  private static void put(
      Map<String, Object> resources, String list, @Nullable Map<ResourceName, String> quantities) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (quantities != null) {
      quantities.forEach(
          (resource, quantity) -> {
            String name = InlinePodTemplate.resourceName(resource);
            if (name != null) {
              named.put(name, quantity);
            }
          });
    }
    if (!named.isEmpty()) {
      resources.put(list, named);
    }
  }
}
