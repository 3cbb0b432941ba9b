package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.TaskTemplates;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.RenderSettings;
import org.flytekitplugins.jflyte.explain.RenderedJob;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.kubeflow.internal.FlyteTemplates;
import org.jspecify.annotations.Nullable;

/** The jobs of a package as Kubernetes takes them, and what had better be known of them. */
final class RenderedJobs {
  private static final String SEPARATOR = "---\n";

  /** Stands for an image that nobody has named, and is in no resource. */
  private static final String UNKNOWN = "unknown";

  /** Templates that the place of the inputs decides. */
  private static final Set<String> OF_THE_INPUTS = Set.of(FlyteTemplates.INPUT, "inputprefix");

  /** Templates that the place of the outputs decides. */
  private static final Set<String> OF_THE_OUTPUTS =
      Set.of(
          FlyteTemplates.OUTPUT_PREFIX,
          "rawoutputdataprefix",
          "checkpointoutputprefix",
          "prevcheckpointprefix");

  private final PackageExplanation explanation;
  private final List<RenderedJob> jobs;

  private RenderedJobs(PackageExplanation explanation, List<RenderedJob> jobs) {
    this.explanation = explanation;
    this.jobs = jobs;
  }

  /**
   * Makes the jobs of all tasks that are explained.
   *
   * @param packageDir the class path of the package in the image, or null if nobody has said
   * @throws org.flytekitplugins.jflyte.JflyteException if a task runs what Flyte does not take
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if Kubernetes refuses a name
   */
  static RenderedJobs of(
      LoadedPackage loaded,
      PackageExplanation explanation,
      NamedImages images,
      @Nullable String packageDir,
      RenderSettings settings) {
    // Whoever asks for the image gets that of the explanation; the container wants one.
    Map<String, String> references = new LinkedHashMap<>(images.references());
    references.putIfAbsent(NamedImages.DEFAULT, "");
    for (Explanation task : explanation.tasks()) {
      String image = task.task().image();
      if (image != null) {
        NamedImages.nameIn(image).ifPresent(name -> references.putIfAbsent(name, UNKNOWN));
      }
    }
    TaskTemplates templates =
        new TaskTemplates(
            loaded,
            NamedImages.of(references),
            packageDir == null
                ? new PackageSource.Unstaged()
                : new PackageSource.InImage(packageDir));
    List<RenderedJob> jobs = new ArrayList<>();
    for (Explanation task : explanation.tasks()) {
      if (task.job().isPresent()) {
        RenderedJob.of(task, templates.container(task.name()).orElse(null), settings)
            .ifPresent(jobs::add);
      }
    }
    return new RenderedJobs(explanation, jobs);
  }

  /** All of them, a document each. */
  String toYaml() {
    return jobs.stream().map(RenderedJob::toYaml).collect(Collectors.joining(SEPARATOR));
  }

  /** What the operator makes of all of them, a document each. */
  String podsToYaml() {
    return jobs.stream().map(RenderedJob::podsToYaml).collect(Collectors.joining(SEPARATOR));
  }

  /** What is to be told beside them, a sentence each. */
  List<String> warnings() {
    List<String> sentences = new ArrayList<>();
    missing().ifPresent(sentences::add);
    if (explanation.platform().isAssumed() && isAnyLowered()) {
      sentences.add(
          "resources are lowered to flyteadmin's stock limits, because nobody has said which the"
              + " installation has: add --platform FILE");
    }
    for (RenderedJob job : jobs) {
      if (!job.leftToInstallation().isEmpty()) {
        sentences.add(
            String.format(
                "%s: an installation of Flyte adds %s, which is not in here: add it by hand",
                job.task(), String.join(" and ", job.leftToInstallation())));
      }
    }
    return sentences;
  }

  /** What of the findings leads to an exit code, a line each. */
  List<String> failures(Severity severity) {
    return explanation.tasks().stream()
        .flatMap(
            task ->
                task.findings().stream()
                    .filter(finding -> finding.severity().compareTo(severity) <= 0)
                    .map(finding -> task.name() + ": " + finding))
        .toList();
  }

  private boolean isAnyLowered() {
    return explanation.tasks().stream()
        .flatMap(task -> task.job().stream())
        .flatMap(job -> job.roles().stream())
        .anyMatch(role -> !role.asked().isEmpty());
  }

  private Optional<String> missing() {
    List<String> flags = new ArrayList<>();
    Collection<String> templates = union(RenderedJob::openTemplates);
    if (jobs.stream().anyMatch(job -> job.name().startsWith("<"))) {
      flags.add(RenderOptions.JOB_NAME + " NAME");
    }
    if (jobs.stream().anyMatch(job -> job.namespace().startsWith("<"))) {
      flags.add(RenderOptions.NAMESPACE + " NAMESPACE");
    }
    if (templates.stream().anyMatch(OF_THE_INPUTS::contains)) {
      flags.add(RenderOptions.INPUTS_URI + " URI");
    }
    if (templates.stream().anyMatch(OF_THE_OUTPUTS::contains)) {
      flags.add(RenderOptions.OUTPUT_PREFIX + " URI");
    }
    if (templates.contains(FlyteTemplates.TASK_TEMPLATE_PATH)) {
      flags.add(RenderOptions.PACKAGE_DIR + " PATH");
    }
    union(RenderedJob::openImages)
        .forEach(
            image ->
                flags.add(
                    image.startsWith("{{")
                        ? "--image "
                            + image.substring("{{.image.".length(), image.length() - 2)
                            + "=REF"
                        : "--image REF"));
    if (jobs.size() > 1 && flags.stream().anyMatch(flag -> !flag.startsWith("--image"))) {
      flags.add(0, "--task NAME");
    }
    List<String> inputs =
        templates.stream().filter(name -> name.startsWith(FlyteTemplates.INPUTS)).toList();
    if (!inputs.isEmpty()) {
      flags.add("the value of {{." + String.join("}} and {{.", inputs) + "}} by hand");
    }
    if (flags.isEmpty()) {
      return Optional.empty();
    }
    String what =
        templates.isEmpty()
            ? "kubectl would refuse the placeholders"
            : "pods would start with unrendered arguments";
    return Optional.of(what + ": add " + String.join(", ", flags));
  }

  private Collection<String> union(Function<RenderedJob, Collection<String>> of) {
    return jobs.stream()
        .flatMap(job -> of.apply(job).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
