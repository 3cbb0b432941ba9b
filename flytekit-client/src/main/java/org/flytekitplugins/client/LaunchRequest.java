package org.flytekitplugins.client;

import com.google.protobuf.BoolValue;
import flyteidl.admin.Common.Annotations;
import flyteidl.admin.Common.Labels;
import flyteidl.admin.Common.RawOutputDataConfig;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionMetadata;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import flyteidl.core.Security.Identity;
import flyteidl.core.Security.SecurityContext;
import java.util.Set;
import java.util.TreeSet;
import org.flytekitplugins.client.FlyteException.Reason;
import org.flytekitplugins.client.internal.LiteralMessages;
import org.flytekitplugins.client.internal.NewerExecutionFields;

/** What is sent to start something. */
final class LaunchRequest {
  private LaunchRequest() {}

  /**
   * The request for a launch of an entity.
   *
   * @param id the execution that it starts
   * @throws FlyteException if an input is missing, or there is one that the entity has not
   */
  static ExecutionCreateRequest of(Launch launch, LaunchableEntity entity, ExecutionId id) {
    requireInputs(launch.inputs().keySet(), entity);
    return ExecutionCreateRequest.newBuilder()
        .setProject(id.project())
        .setDomain(id.domain())
        .setName(id.name())
        .setSpec(spec(launch, entity))
        .setInputs(Connection.translated(() -> LiteralMessages.of(launch.inputs()), Reason.REFUSED))
        .build();
  }

  private static ExecutionSpec spec(Launch launch, LaunchableEntity entity) {
    ExecutionSpec.Builder spec =
        ExecutionSpec.newBuilder()
            .setLaunchPlan(entity.id())
            .setMetadata(
                ExecutionMetadata.newBuilder()
                    .setMode(ExecutionMetadata.ExecutionMode.MANUAL)
                    // flyteadmin puts in who the token is for.
                    .setPrincipal("flytekit-client"))
            .setMaxParallelism(launch.maxParallelism());
    if (!launch.labels().isEmpty()) {
      spec.setLabels(Labels.newBuilder().putAllValues(launch.labels()));
    }
    if (!launch.annotations().isEmpty()) {
      spec.setAnnotations(Annotations.newBuilder().putAllValues(launch.annotations()));
    }
    String account = launch.serviceAccount();
    if (account != null) {
      spec.setSecurityContext(
          SecurityContext.newBuilder()
              .setRunAs(Identity.newBuilder().setK8SServiceAccount(account)));
    }
    String prefix = launch.rawOutputPrefix();
    if (prefix != null) {
      spec.setRawOutputDataConfig(RawOutputDataConfig.newBuilder().setOutputLocationPrefix(prefix));
    }
    Boolean interruptible = launch.interruptible();
    if (interruptible != null) {
      spec.setInterruptible(BoolValue.of(interruptible));
    }
    if (launch.overwriteCache()) {
      NewerExecutionFields.overwriteCache(spec);
    }
    return spec.build();
  }

  private static void requireInputs(Set<String> given, LaunchableEntity entity) {
    Set<String> missing = new TreeSet<>(entity.required());
    missing.removeAll(given);
    if (!missing.isEmpty()) {
      throw new FlyteException(
          Reason.REFUSED,
          entity
              + ", wants the "
              + inputs(missing)
              + ", which the launch has not: give "
              + (missing.size() == 1 ? "it" : "them"),
          null);
    }
    Set<String> unknown = new TreeSet<>(given);
    unknown.removeAll(entity.inputs().keySet());
    if (!unknown.isEmpty()) {
      Set<String> there = new TreeSet<>(entity.inputs().keySet());
      throw new FlyteException(
          Reason.REFUSED,
          entity
              + ", takes no "
              + inputs(unknown)
              + ": leave "
              + (unknown.size() == 1 ? "it" : "them")
              + " out; it takes "
              + (there.isEmpty() ? "none" : String.join(", ", there)),
          null);
    }
  }

  private static String inputs(Set<String> names) {
    return (names.size() == 1 ? "input " : "inputs ") + String.join(", ", names);
  }
}
