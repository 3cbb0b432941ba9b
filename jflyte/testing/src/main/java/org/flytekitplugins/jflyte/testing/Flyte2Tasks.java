package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Tasks.TaskTemplate;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.flyte2.Fields;
import org.flytekitplugins.client.internal.flyte2.TaskKey;

/** The tasks of a {@link LocalFlyte2}, byte for byte as they were deployed. */
final class Flyte2Tasks {
  private record Deployed(ByteString spec, Instant at) {}

  private final Map<TaskKey, Deployed> tasks = new LinkedHashMap<>();

  /** Whatever is there of this version is overwritten, and nobody is told. */
  synchronized void deploy(TaskKey task, ByteString spec) {
    tasks.put(task, new Deployed(spec, Instant.now()));
  }

  /** The spec of a version, or what GetTaskDetails says of one that is not there. */
  synchronized ByteString spec(TaskKey task) {
    Deployed deployed = tasks.get(task);
    if (deployed == null) {
      throw Status.NOT_FOUND.withDescription("task not found").asRuntimeException();
    }
    return deployed.spec();
  }

  synchronized boolean has(TaskKey task) {
    return tasks.containsKey(task);
  }

  static TaskTemplate template(ByteString spec) {
    try {
      return TaskTemplate.parseFrom(Fields.parse(spec).messageBytes(1));
    } catch (InvalidProtocolBufferException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("the task template cannot be read: " + e.getMessage())
          .asRuntimeException();
    }
  }

  /** Inputs with the defaults of those that nobody has given. */
  static LiteralMap withDefaults(ByteString spec, LiteralMap inputs) {
    LiteralMap.Builder all = LiteralMap.newBuilder();
    for (Fields input : Fields.parse(spec).messages(2)) {
      try {
        all.putLiterals(input.text(1), Parameter.parseFrom(input.messageBytes(2)).getDefault());
      } catch (InvalidProtocolBufferException e) {
        throw Status.INVALID_ARGUMENT
            .withDescription("a default cannot be read: " + e.getMessage())
            .asRuntimeException();
      }
    }
    return all.putAllLiterals(inputs.getLiteralsMap()).build();
  }

  /** The tasks in the order of their deployment. */
  synchronized List<TaskKey> all() {
    return List.copyOf(tasks.keySet());
  }

  /** The versions of a task, as ListVersions answers them. */
  synchronized List<Fields> versions(String project, String domain, String name) {
    List<Fields> versions = new ArrayList<>();
    tasks.forEach(
        (task, deployed) -> {
          if (task.equals(TaskKey.of(project, domain, name, task.version()))) {
            versions.add(
                Fields.builder().text(1, task.version()).instant(2, deployed.at()).build());
          }
        });
    return versions;
  }

  /** The latest version of each task of a project, as ListTasks answers them. */
  synchronized List<Fields> latest(String project, String domain) {
    Map<String, TaskKey> latest = new LinkedHashMap<>();
    for (TaskKey task : tasks.keySet()) {
      if (task.project().equals(project) && task.domain().equals(domain)) {
        latest.put(task.name(), task);
      }
    }
    return latest.values().stream()
        .map(task -> Fields.builder().message(1, task.toMessage()).build())
        .toList();
  }

  synchronized void clear() {
    tasks.clear();
  }
}
