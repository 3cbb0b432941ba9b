package org.flytekitplugins.kubeflow.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/** Reads one job out of its resource. */
final class JobImport {
  private final JobKind kind;
  private final ResourceForm form;
  private final List<Leftover> leftovers;

  JobImport(JobKind kind, List<Leftover> leftovers) {
    this.kind = kind;
    form = kind.resourceForm();
    this.leftovers = new ArrayList<>(leftovers);
  }

  ImportedJob read(FieldReader job) {
    FieldReader metadata = job.object("metadata");
    String name = metadata == null ? null : metadata.text("name");
    String namespace = metadata == null ? null : metadata.text("namespace");
    if (metadata != null) {
      leaveMetadata(metadata);
    }
    FieldReader spec = job.object("spec");
    FieldReader roles = spec == null ? null : spec.object(form.replicaSpecsField());
    if (spec == null || roles == null) {
      throw new InvalidFieldException(
          "spec." + form.replicaSpecsField(), "", "a job needs replicas", "add a role");
    }
    Map<ReplicaType, RoleImport> imports = readRoles(roles);
    Map<ReplicaType, ReplicaSpec> replicas = specs(imports, null);
    TrainingCluster cluster =
        TrainingCluster.of(replicas, readRunPolicy(spec))
            .withOptions(form.readOptions(new ReadSpec(spec, leftovers), replicas));
    kind.check(cluster);
    RoleImport primary = Objects.requireNonNull(imports.get(kind.primary(cluster).type()));
    imports.values().forEach(role -> leftovers.addAll(role.leftovers(primary)));
    ignoreDefaults(spec);
    leave(spec);
    return ImportedJob.of(
        kind,
        cluster.withReplicas(specs(imports, primary)),
        name,
        namespace,
        primary.container(),
        ofAllRoles(roles.path()));
  }

  /** Each sentence once: what several roles say alike is said of all of them. */
  private List<Leftover> ofAllRoles(String path) {
    Pattern place = Pattern.compile(Pattern.quote(path + ".") + "([A-Za-z]+)(\\..*)");
    Map<List<String>, List<String>> roles = new LinkedHashMap<>();
    for (Leftover leftover : leftovers) {
      Matcher matcher = place.matcher(leftover.field());
      boolean isOfRole = matcher.matches();
      List<String> rest =
          List.of(isOfRole ? matcher.group(2) : leftover.field(), leftover.remedy());
      List<String> same = roles.computeIfAbsent(rest, key -> new ArrayList<>());
      if (isOfRole) {
        same.add(matcher.group(1));
      }
    }
    List<Leftover> merged = new ArrayList<>();
    roles.forEach(
        (rest, names) -> merged.add(Leftover.of(fieldOf(path, names, rest.get(0)), rest.get(1))));
    return List.copyOf(merged);
  }

  private static String fieldOf(String path, List<String> roles, String rest) {
    if (roles.isEmpty()) {
      return rest;
    }
    String names = String.join(",", roles);
    return path + "." + (roles.size() == 1 ? names : "{" + names + "}") + rest;
  }

  private Map<ReplicaType, RoleImport> readRoles(FieldReader roles) {
    Map<ReplicaType, RoleImport> imports = new EnumMap<>(ReplicaType.class);
    for (String key : roles.keys()) {
      ReplicaType named =
          RoleNames.parse(key)
              .orElseThrow(
                  () ->
                      new InvalidFieldException(
                          roles.at(key),
                          key,
                          "the operator knows no such role",
                          "use Chief, Master, Worker, PS or Evaluator"));
      ReplicaType type = named;
      if (named == ReplicaType.MASTER && kind.leaders().contains(ReplicaType.CHIEF)) {
        type = ReplicaType.CHIEF;
        leftovers.add(Leftover.of(roles.at(key), Remedies.CHIEF));
      }
      RoleImport role = new RoleImport(kind, Objects.requireNonNull(roles.object(key)));
      if (imports.put(type, role) != null) {
        throw new InvalidFieldException(
            roles.at(key), key, "another role leads as well", "leave out one of them");
      }
    }
    return imports;
  }

  /** The roles; those with the image of the primary have none of their own. */
  private static Map<ReplicaType, ReplicaSpec> specs(
      Map<ReplicaType, RoleImport> imports, @Nullable RoleImport primary) {
    Map<ReplicaType, ReplicaSpec> specs = new EnumMap<>(ReplicaType.class);
    imports.forEach((type, role) -> specs.put(type, role.spec(primary)));
    return specs;
  }

  private RunPolicy readRunPolicy(FieldReader spec) {
    FieldReader fields = spec.object("runPolicy");
    if (fields == null) {
      return RunPolicy.empty();
    }
    RunPolicy.Builder policy =
        RunPolicy.builder()
            .cleanPodPolicy(readCleanPodPolicy(fields))
            .ttlAfterFinished(seconds(aboveZero(fields, "ttlSecondsAfterFinished")))
            .activeDeadline(seconds(aboveZero(fields, "activeDeadlineSeconds")))
            .backoffLimit(aboveZero(fields, "backoffLimit"));
    return FieldOwner.of(fields.path(), policy::build);
  }

  private static @Nullable CleanPodPolicy readCleanPodPolicy(FieldReader fields) {
    String name = fields.text("cleanPodPolicy");
    if (name == null || name.isEmpty()) {
      return null;
    }
    for (CleanPodPolicy policy : CleanPodPolicy.values()) {
      if (RunPolicyFields.nameOf(policy).equals(name)) {
        return policy;
      }
    }
    throw new InvalidFieldException(
        fields.at("cleanPodPolicy"),
        name,
        "the operator knows no such policy",
        "use All, Running or None");
  }

  private @Nullable Integer aboveZero(FieldReader fields, String key) {
    Integer number = fields.integer(key);
    if (number != null && number == 0) {
      leftovers.add(Leftover.of(fields.at(key), Remedies.ZERO));
      return null;
    }
    return number;
  }

  private static @Nullable Duration seconds(@Nullable Integer seconds) {
    return seconds == null ? null : Duration.ofSeconds(seconds);
  }

  // What says no more than the operator's defaults do.
  private static void ignoreDefaults(FieldReader spec) {
    spec.ignoreIf("successPolicy", "");
    spec.ignoreIf("enableDynamicWorker", false);
    FieldReader runPolicy = spec.object("runPolicy");
    if (runPolicy != null) {
      runPolicy.ignoreIf("suspend", false);
    }
  }

  private void leaveMetadata(FieldReader metadata) {
    for (String key : List.of("labels", "annotations")) {
      if (metadata.keys().contains(key)) {
        leftovers.add(Leftover.of(metadata.at(key), Remedies.of(key)));
      }
    }
  }

  private void leave(FieldReader owner) {
    Map<String, String> remedies = form.remedies();
    for (String field : owner.unread()) {
      String name = field.substring(field.lastIndexOf('.') + 1);
      leftovers.add(Leftover.of(field, remedies.getOrDefault(name, Remedies.of(field))));
    }
  }
}
