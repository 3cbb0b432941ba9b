package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/** Reads one role of a job out of its resource. */
final class RoleImport {
  private static final String EXIT_CODE = "ExitCode";

  private final JobKind kind;
  private final ResourceForm form;
  private final List<Leftover> leftovers = new ArrayList<>();
  private final int replicas;
  private final RestartPolicy restartPolicy;
  private final FieldReader container;
  private final String image;
  private final List<String> command;
  private final List<String> args;
  private final Map<String, String> env;
  private final ResourceList requests;
  private final ResourceList limits;
  private final String path;

  RoleImport(JobKind kind, FieldReader role) {
    this.kind = kind;
    form = kind.resourceForm();
    path = role.path();
    Integer count = role.integer("replicas");
    replicas = count == null ? 1 : count;
    restartPolicy = readRestartPolicy(role);
    FieldReader pod = readPod(role);
    container = readContainers(pod);
    image = readImage();
    command = container.texts("command");
    args = container.texts("args");
    env = readEnv();
    FieldReader resources = container.object("resources");
    requests = readResources(resources, "requests");
    limits = readResources(resources, "limits");
    readVolumes(pod);
    readPorts();
    container.unread().forEach(field -> leftovers.add(Leftover.of(field, Remedies.of(field))));
  }

  /**
   * What the role asks for.
   *
   * @param primary the role whose image is the task's; null if each role is to have its own
   */
  ReplicaSpec spec(@Nullable RoleImport primary) {
    return FieldOwner.of(
        path,
        () ->
            ReplicaSpec.builder()
                .replicas(replicas)
                .restartPolicy(restartPolicy)
                .image(primary != null && primary.image.equals(image) ? null : image)
                .requests(requests)
                .limits(limits)
                .build());
  }

  /** What the role runs. */
  TaskContainer container() {
    return TaskContainer.builder().image(image).command(command).args(args).env(env).build();
  }

  /** What has no place in Flyte, in the container of the role or beside it. */
  List<Leftover> leftovers(RoleImport primary) {
    List<Leftover> all = new ArrayList<>(leftovers);
    if (!command.equals(primary.command)) {
      all.add(Leftover.of(container.at("command"), Remedies.ALIKE));
    }
    if (!args.equals(primary.args)) {
      all.add(Leftover.of(container.at("args"), Remedies.ALIKE));
    }
    if (!env.equals(primary.env)) {
      all.add(Leftover.of(container.at("env"), Remedies.ALIKE));
    }
    return all;
  }

  private RestartPolicy readRestartPolicy(FieldReader role) {
    String name = role.text("restartPolicy");
    if (name == null || name.isEmpty()) {
      return form.defaultRestartPolicy();
    }
    if (name.equals(EXIT_CODE)) {
      leftovers.add(Leftover.of(role.at("restartPolicy") + " ExitCode", Remedies.EXIT_CODE));
      return RestartPolicy.ON_FAILURE;
    }
    for (RestartPolicy policy : RestartPolicy.values()) {
      if (RestartPolicyNames.of(policy).equals(name)) {
        return policy;
      }
    }
    throw new InvalidFieldException(
        role.at("restartPolicy"),
        name,
        "the operator knows no such policy",
        "use Never, OnFailure or Always");
  }

  private FieldReader readPod(FieldReader role) {
    FieldReader template = role.object("template");
    FieldReader pod = template == null ? null : template.object("spec");
    if (template == null || pod == null) {
      throw new InvalidFieldException(
          role.at("template.spec"), "", "a role needs pods", "add a pod template");
    }
    FieldReader metadata = template.object("metadata");
    if (metadata != null) {
      FlyteDefaults.ignoreIn(metadata);
      metadata.ignore("name", "namespace", "creationTimestamp");
    }
    FlyteDefaults.ignoreInPod(pod);
    return pod;
  }

  private FieldReader readContainers(FieldReader pod) {
    FieldReader own = null;
    List<String> names = new ArrayList<>();
    for (FieldReader candidate : pod.objects("containers")) {
      String name = candidate.text("name");
      names.add(String.valueOf(name));
      if (form.containerName().equals(name)) {
        own = candidate;
      } else {
        leftovers.add(Leftover.of(candidate.path(), Remedies.SIDECAR));
      }
    }
    if (own == null) {
      throw new InvalidFieldException(
          pod.at("containers"),
          String.join(", ", names),
          "the operator looks for one of the name " + form.containerName(),
          "name the container that trains so");
    }
    own.ignore("terminationMessagePolicy", "terminationMessagePath", "volumeMounts");
    return own;
  }

  private String readImage() {
    String text = container.text("image");
    if (text == null || text.isEmpty()) {
      throw new InvalidFieldException(
          container.at("image"), "", "every container needs an image", "name one");
    }
    return text;
  }

  private Map<String, String> readEnv() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (FieldReader variable : container.objects("env")) {
      String name = variable.text("name");
      FieldReader source = variable.object("valueFrom");
      if (name == null) {
        throw new InvalidFieldException(variable.at("name"), "", "it is not set", "name it");
      }
      if (kind.variableNames().contains(name)) {
        leftovers.add(Leftover.of(container.at("env") + " " + name, Remedies.OPERATOR));
      } else if (source == null) {
        String value = variable.text("value");
        variables.put(name, value == null ? "" : value);
      } else if (!isOfFlyte(name)) {
        leftovers.add(Leftover.of(container.at("env") + " " + name, remedy(source)));
      }
    }
    return variables;
  }

  private boolean isOfFlyte(String variable) {
    return kind.leaders().stream().anyMatch(type -> form.podNameVariables(type).contains(variable));
  }

  private static String remedy(FieldReader source) {
    if (source.keys().contains("secretKeyRef")) {
      return Remedies.SECRET;
    }
    return source.keys().contains("configMapKeyRef") ? Remedies.VALUE : Remedies.CONTEXT;
  }

  private ResourceList readResources(@Nullable FieldReader resources, String key) {
    FieldReader list = resources == null ? null : resources.object(key);
    if (list == null) {
      return ResourceList.empty();
    }
    Map<ResourceName, String> quantities = new EnumMap<>(ResourceName.class);
    for (String name : list.keys()) {
      String quantity = list.textOrNumber(name);
      ResourceName resource = ResourceNames.parse(name);
      if (resource == null) {
        leftovers.add(Leftover.of(list.at(name), Remedies.RESOURCE));
      } else if (quantity != null && !isZero(quantity)) {
        quantities.put(resource, quantity);
      }
    }
    return FieldOwner.of(list.path(), () -> ResourceList.of(quantities));
  }

  // As good as none, also for Kubernetes.
  private static boolean isZero(String quantity) {
    try {
      return Quantity.of(quantity).amount().signum() == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void readVolumes(FieldReader pod) {
    for (FieldReader volume : pod.objects("volumes")) {
      FieldReader emptyDir = volume.object("emptyDir");
      String remedy =
          emptyDir != null && "Memory".equals(emptyDir.text("medium"))
              ? Remedies.SHARED_MEMORY
              : volume.keys().contains("secret") ? Remedies.SECRET : Remedies.DATA;
      leftovers.add(Leftover.of(pod.at("volumes") + " " + volume.text("name"), remedy));
    }
  }

  private void readPorts() {
    for (FieldReader port : container.objects("ports")) {
      Integer number = port.integer("containerPort");
      if (number == null || number != form.port()) {
        leftovers.add(Leftover.of(container.at("ports") + " " + number, Remedies.of("ports")));
      }
    }
  }
}
