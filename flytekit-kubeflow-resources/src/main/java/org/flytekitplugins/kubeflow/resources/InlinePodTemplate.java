package org.flytekitplugins.kubeflow.resources;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flyte.api.v1.Resources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.spi.PodTemplate;
import org.jspecify.annotations.Nullable;

/**
 * A task's own pod template, read and checked: every key is one of Kubernetes' own, every value of
 * its type, and of the container that the task runs in nothing is said twice.
 *
 * <p>Flyte reads it with a library that passes over keys that it does not know, so whatever is
 * misspelt there would be found on the cluster, by what is missing.
 */
public final class InlinePodTemplate {
  private static final String CONTAINERS = "containers";
  private static final String ENV = "env";
  private static final String RESOURCES = "resources";

  /** What the task says of its container, and where. */
  private static final Map<String, String> OF_THE_TASK =
      Map.of(
          "image", "return it from getImage()",
          "command", "leave it to the task",
          "args", "leave them to the task");

  private final String primary;
  private final SortedMap<String, String> labels;
  private final SortedMap<String, String> annotations;
  private final Map<String, Object> spec;

  private InlinePodTemplate(String primary, Map<String, Object> template) {
    this.primary = primary;
    Map<String, Object> metadata = part(template, "metadata");
    labels = texts(metadata, "labels");
    annotations = texts(metadata, "annotations");
    spec = part(template, "spec");
  }

  /**
   * Reads a template.
   *
   * @throws InvalidFieldException with a field below {@code podTemplate} if it is no YAML, says
   *     what Kubernetes does not know or takes, or says what the task says elsewhere
   */
  public static InlinePodTemplate of(PodTemplate template) {
    Map<String, Object> document = PodTemplateYaml.read(template.yaml());
    PodTemplateFields.check(PodTemplateYaml.FIELD, document);
    checkMetadata(part(document, "metadata"));
    InlinePodTemplate read = new InlinePodTemplate(template.primaryContainer(), document);
    read.check();
    return read;
  }

  /** What a pod calls a resource that a task asks for; null if pods have none such. */
  public static @Nullable String resourceName(Resources.ResourceName resource) {
    return resource == Resources.ResourceName.STORAGE || resource == Resources.ResourceName.UNKNOWN
        ? null
        : ResourceNames.of(ResourceName.valueOf(resource.name()));
  }

  /** The name, within the template, of the container that the task runs in. */
  public String primaryContainer() {
    return primary;
  }

  /** The labels of the pods. */
  public SortedMap<String, String> labels() {
    return labels;
  }

  /** The annotations of the pods. */
  public SortedMap<String, String> annotations() {
    return annotations;
  }

  /** The names of the containers that run beside the one of the task for as long as it does. */
  public List<String> sidecars() {
    List<String> names = new ArrayList<>();
    for (Map<String, Object> container : containers(CONTAINERS)) {
      if (!primary.equals(container.get("name"))) {
        names.add(String.valueOf(container.get("name")));
      }
    }
    return Collections.unmodifiableList(names);
  }

  /** The names of the variables of the container that the task runs in. */
  public Set<String> variables() {
    Set<String> names = new TreeSet<>();
    objects(primary(), ENV).forEach(variable -> names.add(String.valueOf(variable.get("name"))));
    return Collections.unmodifiableSet(names);
  }

  /** Whether the container that the task runs in has a volume at a path. */
  public boolean mounts(String path) {
    return objects(primary(), "volumeMounts").stream()
        .anyMatch(mount -> path.equals(mount.get("mountPath")));
  }

  /** The restart policy, or null if it says none. */
  public @Nullable String restartPolicy() {
    Object policy = spec.get("restartPolicy");
    return policy == null ? null : policy.toString();
  }

  /** What it says, by the names of the fields: {@code volumes}, {@code primary.volumeMounts}. */
  public List<String> fields() {
    Set<String> fields = new TreeSet<>();
    spec.keySet().stream().filter(field -> !field.equals(CONTAINERS)).forEach(fields::add);
    primary().keySet().stream()
        .filter(field -> !field.equals("name"))
        .forEach(field -> fields.add(primary + "." + field));
    sidecars().forEach(name -> fields.add("container " + name));
    if (!labels.isEmpty()) {
      fields.add("labels");
    }
    if (!annotations.isEmpty()) {
      fields.add("annotations");
    }
    return List.copyOf(fields);
  }

  /**
   * Adds the pod to a pod spec, with the container that the task runs in.
   *
   * @param podSpec where to; it has no containers yet
   * @param container what the task says of its container: its name, which takes the place of the
   *     template's, image, command, arguments, environment and resources
   * @return the container as it is in the spec
   */
  public Map<String, Object> addTo(Map<String, Object> podSpec, Map<String, Object> container) {
    podSpec.putAll(copy(spec));
    Map<String, Object> merged = new TreeMap<>(copy(primary()));
    container.forEach(
        (key, value) -> {
          if (key.equals(ENV)) {
            PlainObject.list(merged, ENV).addAll(objects(container, ENV));
          } else if (key.equals(RESOURCES)) {
            mergeResources(PlainObject.object(merged, RESOURCES), part(container, RESOURCES));
          } else {
            merged.put(key, value);
          }
        });
    List<Map<String, Object>> containers = PlainObject.list(podSpec, CONTAINERS);
    int place = place(containers);
    if (place < 0) {
      containers.add(0, merged);
    } else {
      containers.set(place, merged);
    }
    return merged;
  }

  private static void mergeResources(Map<String, Object> into, Map<String, Object> resources) {
    resources.forEach(
        (list, quantities) -> PlainObject.object(into, list).putAll(part(resources, list)));
  }

  private static void checkMetadata(Map<String, Object> metadata) {
    for (Map.Entry<String, Object> entry : metadata.entrySet()) {
      if (!entry.getKey().equals("labels") && !entry.getKey().equals("annotations")) {
        throw new InvalidFieldException(
            "podTemplate.metadata." + entry.getKey(),
            String.valueOf(entry.getValue()),
            "Flyte hands on labels and annotations only",
            "leave it out");
      }
    }
  }

  private void check() {
    Set<String> names = new HashSet<>();
    for (String list : List.of(CONTAINERS, "initContainers")) {
      List<Map<String, Object>> containers = containers(list);
      for (int i = 0; i < containers.size(); i++) {
        String field = "podTemplate.spec." + list + "[" + i + "]";
        Object name = containers.get(i).get("name");
        if (name == null || !ResourceNames.isLabel(name.toString())) {
          throw new InvalidFieldException(
              field + ".name",
              name,
              "a container is called by up to 63 lower-case letters, digits and hyphens",
              "give it such a name");
        }
        if (!names.add(name.toString())) {
          throw new InvalidFieldException(
              field + ".name", name, "another container is called so", "give it another name");
        }
        boolean isPrimary = list.equals(CONTAINERS) && primary.equals(name);
        if (isPrimary) {
          checkPrimary(field, containers.get(i));
        } else if (containers.get(i).get("image") == null) {
          throw new InvalidFieldException(
              field + ".image",
              null,
              "only the container of the task, " + primary + ", has its image from the task",
              "name the image of " + name + ", or call it " + primary);
        }
      }
    }
  }

  private static void checkPrimary(String field, Map<String, Object> container) {
    for (Map.Entry<String, String> remedy : new TreeMap<>(OF_THE_TASK).entrySet()) {
      if (container.containsKey(remedy.getKey())) {
        throw new InvalidFieldException(
            field + "." + remedy.getKey(),
            String.valueOf(container.get(remedy.getKey())),
            "of its own container the task says that",
            remedy.getValue());
      }
    }
    Map<String, Object> resources = part(container, RESOURCES);
    for (String list : List.of("requests", "limits")) {
      for (Map.Entry<String, Object> quantity : part(resources, list).entrySet()) {
        if (ResourceNames.parse(quantity.getKey()) != null) {
          throw new InvalidFieldException(
              field + ".resources." + list + "." + quantity.getKey(),
              String.valueOf(quantity.getValue()),
              "of its own container the task and its roles say that",
              "say it of a role, or in getResources()");
        }
      }
    }
  }

  private Map<String, Object> primary() {
    List<Map<String, Object>> containers = containers(CONTAINERS);
    int place = place(containers);
    return place < 0 ? PlainObject.of("name", primary) : containers.get(place);
  }

  private int place(List<Map<String, Object>> containers) {
    for (int i = 0; i < containers.size(); i++) {
      if (primary.equals(containers.get(i).get("name"))) {
        return i;
      }
    }
    return -1;
  }

  private List<Map<String, Object>> containers(String list) {
    return objects(spec, list);
  }

  @SuppressWarnings("unchecked") // the model has been checked
  private static List<Map<String, Object>> objects(Map<String, Object> owner, String key) {
    Object list = owner.get(key);
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }

  @SuppressWarnings("unchecked") // the model has been checked
  private static Map<String, Object> part(Map<String, Object> owner, String key) {
    Object part = owner.get(key);
    return part == null ? Map.of() : (Map<String, Object>) part;
  }

  private static SortedMap<String, String> texts(Map<String, Object> owner, String key) {
    SortedMap<String, String> texts = new TreeMap<>();
    part(owner, key).forEach((name, value) -> texts.put(name, Objects.toString(value, "")));
    return Collections.unmodifiableSortedMap(texts);
  }

  private static Map<String, Object> copy(Map<String, Object> object) {
    Map<String, Object> copy = new LinkedHashMap<>();
    object.forEach((key, value) -> copy.put(key, copyOf(value)));
    return copy;
  }

  @SuppressWarnings("unchecked") // keys were made texts when it was read
  private static Object copyOf(Object value) {
    if (value instanceof Map) {
      return new TreeMap<>(copy((Map<String, Object>) value));
    }
    if (value instanceof List) {
      List<Object> list = new ArrayList<>();
      ((List<Object>) value).forEach(element -> list.add(copyOf(element)));
      return list;
    }
    return value;
  }
}
