package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
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

  /** The pods, with the operator's word after the task's own. */
  List<Map<String, Object>> pods() {
    List<Map<String, Object>> pods = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      pods.add(pod(replica, job.kind().variables(job.cluster(), replica, addresses)));
    }
    return pods;
  }

  List<Map<String, Object>> services() {
    List<Map<String, Object>> services = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      services.add(service(replica));
    }
    return services;
  }

  SortedMap<Replica, SortedMap<String, String>> variables() {
    SortedMap<Replica, SortedMap<String, String>> variables = new TreeMap<>();
    for (Replica replica : addresses.keySet()) {
      variables.put(
          replica, new TreeMap<>(job.kind().variables(job.cluster(), replica, addresses)));
    }
    return variables;
  }

  private Map<String, Object> pod(Replica replica, Map<String, String> variables) {
    ReplicaSpec spec = spec(replica);
    Map<String, Object> pod = job.podTemplate(replica.type(), spec);
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    Map<String, Object> metadata = PlainObject.object(pod, "metadata");
    metadata.put("name", nameOf(replica));
    metadata.put("namespace", job.namespace());
    PlainObject.object(metadata, "labels").putAll(labels(replica));
    Map<String, Object> podSpec = PlainObject.object(pod, "spec");
    podSpec.put("restartPolicy", RestartPolicyNames.of(spec.restartPolicy()));
    List<Map<String, Object>> ports = ports(podSpec);
    training(podSpec).forEach(container -> container.put("ports", ports));
    List<Map<String, Object>> told =
        form.tellsAllContainers() ? PlainObject.list(podSpec, "containers") : training(podSpec);
    for (Map<String, Object> container : told) {
      List<Map<String, Object>> env = PlainObject.list(container, "env");
      variables.forEach((name, value) -> env.add(EnvVariable.of(name, value)));
      if (env.isEmpty()) {
        container.remove("env");
      }
    }
    job.kind()
        .awaited(job.cluster(), replica)
        .ifPresent(awaited -> PlainObject.list(podSpec, "initContainers").add(waitingFor(awaited)));
    return pod;
  }

  private Map<String, Object> service(Replica replica) {
    Map<String, Object> service = PlainObject.of("apiVersion", "v1");
    service.put("kind", "Service");
    Map<String, Object> metadata = PlainObject.object(service, "metadata");
    metadata.put("name", nameOf(replica));
    metadata.put("namespace", job.namespace());
    metadata.put("labels", selector(replica));
    Map<String, Object> spec = PlainObject.object(service, "spec");
    spec.put("clusterIP", "None");
    spec.put("selector", selector(replica));
    Map<String, Object> template = job.podTemplate(replica.type(), spec(replica));
    for (Map<String, Object> port : ports(PlainObject.object(template, "spec"))) {
      Map<String, Object> servicePort = new TreeMap<>();
      PlainObject.put(servicePort, "name", port.get("name"));
      PlainObject.put(servicePort, "port", port.get("containerPort"));
      PlainObject.list(spec, "ports").add(servicePort);
    }
    return service;
  }

  /**
   * What has a replica wait until the name of another one is found. The training operator's {@code
   * initContainerTemplate}, of {@code initcontainer.go}, as of v1.9.3.
   */
  private Map<String, Object> waitingFor(Replica awaited) {
    Map<String, Object> waiting = PlainObject.of("name", "init-" + form.containerName());
    waiting.put("image", INIT_IMAGE);
    waiting.put("imagePullPolicy", "IfNotPresent");
    waiting.put("command", List.of("sh", "-c", lookUp(awaited)));
    Map<String, Object> resources = PlainObject.object(waiting, "resources");
    resources.put("requests", Map.of("cpu", "50m", "memory", "10Mi"));
    resources.put("limits", Map.of("cpu", "100m", "memory", "20Mi"));
    return waiting;
  }

  private String lookUp(Replica awaited) {
    return String.format(
        "err=1;for i in $(seq 100); do if nslookup %s; then err=0 && break; fi;"
            + "echo waiting for %s; sleep 2; done; exit $err",
        nameOf(awaited), awaited.type().lowerCaseName());
  }

  private Map<String, String> labels(Replica replica) {
    Map<String, String> labels = selector(replica);
    if (isMaster(replica)) {
      labels.put(LABEL + "job-role", "master");
    }
    return labels;
  }

  /**
   * Whether the operator takes a replica for the master of its job, which of several chiefs all
   * are. The training operator's {@code IsMasterRole}, as of v1.9.3.
   */
  private boolean isMaster(Replica replica) {
    Replica primary = job.kind().primary(job.cluster());
    return primary.type() == ReplicaType.WORKER
        ? replica.equals(primary)
        : replica.type() == primary.type();
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
  private List<Map<String, Object>> ports(Map<String, Object> podSpec) {
    List<Map<String, Object>> ports = new ArrayList<>();
    for (Map<String, Object> container : training(podSpec)) {
      ports.addAll(PlainObject.list(container, "ports"));
    }
    if (ports.stream().noneMatch(port -> portName().equals(port.get("name")))) {
      Map<String, Object> own = PlainObject.of("name", portName());
      own.put("containerPort", form.port());
      ports.add(own);
    }
    return ports;
  }

  private List<Map<String, Object>> training(Map<String, Object> podSpec) {
    List<Map<String, Object>> training = new ArrayList<>();
    for (Map<String, Object> container : PlainObject.list(podSpec, "containers")) {
      if (form.containerName().equals(container.get("name"))) {
        training.add(container);
      }
    }
    return training;
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
