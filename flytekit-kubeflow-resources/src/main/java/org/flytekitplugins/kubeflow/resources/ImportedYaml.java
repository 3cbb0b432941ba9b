package org.flytekitplugins.kubeflow.resources;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Finds the one job among the documents of a YAML file. */
final class ImportedYaml {
  private final JobKinds kinds;

  ImportedYaml(JobKinds kinds) {
    this.kinds = kinds;
  }

  ImportedJob read(String yaml) {
    List<FieldReader> jobs = new ArrayList<>();
    List<JobKind> kindsOfJobs = new ArrayList<>();
    List<Leftover> leftovers = new ArrayList<>();
    int documents = 0;
    for (Object document : load(yaml)) {
      documents++;
      if (document instanceof Map) {
        FieldReader resource = new FieldReader("", (Map<?, ?>) document);
        String name = resource.text("kind");
        Optional<JobKind> kind = ofKind(name);
        if (kind.isPresent()) {
          jobs.add(resource);
          kindsOfJobs.add(kind.get());
        } else {
          leftovers.add(
              Leftover.of("document " + documents + ", a " + name + ",", Remedies.DOCUMENT));
        }
      }
    }
    if (jobs.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              "the YAML has %s of the kinds %s: give one with exactly one job",
              jobs.isEmpty() ? "no job" : jobs.size() + " jobs",
              kinds.all().stream().map(JobKind::kubernetesKind).collect(joining(", "))));
    }
    checkVersion(jobs.get(0));
    return new JobImport(kindsOfJobs.get(0), leftovers).read(jobs.get(0));
  }

  private Optional<JobKind> ofKind(@Nullable String name) {
    return kinds.all().stream().filter(kind -> kind.kubernetesKind().equals(name)).findAny();
  }

  private static void checkVersion(FieldReader job) {
    String version = job.text("apiVersion");
    if (!TrainingJobResource.API_VERSION.equals(version)) {
      throw new InvalidFieldException(
          "apiVersion",
          String.valueOf(version),
          "the operator's current version is another one",
          "write the job as " + TrainingJobResource.API_VERSION + " first");
    }
  }

  private static List<Object> load(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    List<Object> documents = new ArrayList<>();
    try {
      new Yaml(new SafeConstructor(options)).loadAll(yaml).forEach(documents::add);
    } catch (YAMLException e) {
      throw new IllegalArgumentException("the YAML cannot be read: " + e.getMessage(), e);
    }
    return documents;
  }
}
