package org.flytekitplugins.kubeflow.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.internal.Replicas;

/**
 * What the operator makes of a job: a pod and a headless service for each replica.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/pod.go">createNewPod</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/common/service.go">CreateNewService</a>
 */
final class OperatorObjects {
  private static final String LABEL = "training.kubeflow.org/";
  private static final String INIT_IMAGE = "alpine:3.10";

  private final TrainingJobResource job;
  private final ResourceForm form;
  private final String lowerCaseKind;
  private final SortedMap<Replica, String> addresses = new TreeMap<>();

  OperatorObjects(TrainingJobResource job) {
    this.job = job;
    form = job.kind().resourceForm();
    lowerCaseKind = job.kind().kubernetesKind().toLowerCase(Locale.ROOT);
    for (Replica replica : Replicas.of(job.cluster())) {
      addresses.put(replica, form.address(job.namespace(), job.name(), replica));
    }
  }

  List<Pod> pods() {
    List<Pod> pods = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      ReplicaSpec spec = spec(replica);
      pods.add(pod(replica, spec, job.podTemplate(replica.type(), spec)));
    }
    return pods;
  }

  List<Service> services() {
    List<Service> services = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      PodTemplateSpec template = job.podTemplate(replica.type(), spec(replica));
      services.add(
          new ServiceBuilder()
              .withNewMetadata()
              .withName(nameOf(replica))
              .withNamespace(job.namespace())
              .withLabels(selector(replica))
              .endMetadata()
              .withNewSpec()
              .withClusterIP("None")
              .withSelector(selector(replica))
              .withPorts(servicePorts(template))
              .endSpec()
              .build());
    }
    return services;
  }

  private Pod pod(Replica replica, ReplicaSpec spec, PodTemplateSpec template) {
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editOrNewMetadata()
        .withName(nameOf(replica))
        .withNamespace(job.namespace())
        .addToLabels(labels(replica))
        .endMetadata()
        .withSpec(template.getSpec())
        .editSpec()
        .withRestartPolicy(RestartPolicyNames.of(spec.restartPolicy()))
        .editMatchingContainer(container -> form.containerName().equals(container.getName()))
        .withPorts(ports(template))
        .addAllToEnv(variables(replica))
        .endContainer()
        .addAllToInitContainers(waiting(replica))
        .endSpec()
        .build();
  }

  /** What has a replica wait until the name of another one is found. */
  private List<Container> waiting(Replica replica) {
    List<Container> waiting = new ArrayList<>();
    job.kind()
        .awaited(job.cluster(), replica)
        .ifPresent(
            awaited ->
                waiting.add(
                    new ContainerBuilder()
                        .withName("init-" + form.containerName())
                        .withImage(INIT_IMAGE)
                        .withImagePullPolicy("IfNotPresent")
                        .withCommand("sh", "-c", lookUp(awaited))
                        .withNewResources()
                        .addToRequests("cpu", new Quantity("50m"))
                        .addToRequests("memory", new Quantity("10Mi"))
                        .addToLimits("cpu", new Quantity("100m"))
                        .addToLimits("memory", new Quantity("20Mi"))
                        .endResources()
                        .build()));
    return waiting;
  }

  private String lookUp(Replica awaited) {
    return String.format(
        "err=1;for i in $(seq 100); do if nslookup %s; then err=0 && break; fi;"
            + "echo waiting for %s; sleep 2; done; exit $err",
        nameOf(awaited), awaited.type().lowerCaseName());
  }

  // After the task's own, so that the operator's word is the last.
  private List<EnvVar> variables(Replica replica) {
    List<EnvVar> variables = new ArrayList<>();
    new TreeMap<>(job.kind().variables(job.cluster(), replica, addresses))
        .forEach((name, value) -> variables.add(new EnvVar(name, value, null)));
    return variables;
  }

  private Map<String, String> labels(Replica replica) {
    Map<String, String> labels = selector(replica);
    if (replica.equals(job.kind().primary(job.cluster()))) {
      labels.put(LABEL + "job-role", "master");
    }
    return labels;
  }

  private Map<String, String> selector(Replica replica) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LABEL + "job-name", job.name());
    labels.put(LABEL + "operator-name", lowerCaseKind + "-controller");
    labels.put(LABEL + "replica-index", Integer.toString(replica.index()));
    labels.put(LABEL + "replica-type", replica.type().lowerCaseName());
    return labels;
  }

  /** The ports of the container that trains; the operator adds its own if that is not there. */
  private List<ContainerPort> ports(PodTemplateSpec template) {
    List<ContainerPort> ports = new ArrayList<>();
    template.getSpec().getContainers().stream()
        .filter(container -> form.containerName().equals(container.getName()))
        .forEach(container -> ports.addAll(container.getPorts()));
    if (ports.stream().noneMatch(port -> portName().equals(port.getName()))) {
      ports.add(
          new ContainerPortBuilder().withName(portName()).withContainerPort(form.port()).build());
    }
    return ports;
  }

  private List<ServicePort> servicePorts(PodTemplateSpec template) {
    List<ServicePort> ports = new ArrayList<>();
    for (ContainerPort port : ports(template)) {
      ports.add(
          new ServicePortBuilder()
              .withName(port.getName())
              .withPort(port.getContainerPort())
              .build());
    }
    return ports;
  }

  private String portName() {
    return lowerCaseKind + "-port";
  }

  private String nameOf(Replica replica) {
    return job.name() + "-" + replica;
  }

  private ReplicaSpec spec(Replica replica) {
    ReplicaSpec spec = job.cluster().replicas().get(replica.type());
    if (spec == null) {
      throw new IllegalStateException(replica + " has no role");
    }
    return spec;
  }
}
