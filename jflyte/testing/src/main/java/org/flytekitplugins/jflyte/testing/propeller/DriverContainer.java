package org.flytekitplugins.jflyte.testing.propeller;

import flyteidl.core.Tasks.TaskTemplate;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.idl.InterfaceIdl;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.local.ReplicaProgram;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.jspecify.annotations.Nullable;

/**
 * The pod of an action of Flyte 2 that starts actions itself, a workflow's driver or a dynamic
 * task: the command line that was registered, run by the launcher that is on the class path of this
 * program.
 *
 * @param template of the task, as it was registered
 * @param packagePath the package that is in its image; null if it is staged, or it needs none
 * @param jvmOptions options of its JVM
 */
record DriverContainer(
    TaskTemplate template, @Nullable PackageClassPath packagePath, List<String> jvmOptions)
    implements ContainerTask {
  private static final String WORKFLOW = "execute-workflow";
  private static final String DYNAMIC_TASK = "execute-dynamic-workflow";
  private static final Set<String> WORDS = Set.of(WORKFLOW, DYNAMIC_TASK);
  private static final String PACKAGE = "--package-dir";

  /** That of an execution; empty if its task starts no actions. */
  static Optional<DriverContainer> of(
      PlayedExecution execution, @Nullable PackageClassPath packagePath, List<String> jvmOptions) {
    if (execution.action().isEmpty()) {
      return Optional.empty();
    }
    TaskTemplate template = execution.workflow().getTasks(0).getTemplate();
    return template.getContainer().getArgsList().stream().limit(2).anyMatch(WORDS::contains)
        ? Optional.of(new DriverContainer(template, packagePath, jvmOptions))
        : Optional.empty();
  }

  @Override
  public String getName() {
    return template.getId().getName();
  }

  @Override
  public String getImage() {
    return template.getContainer().getImage();
  }

  /** The program that an image of the launcher starts by itself. */
  @Override
  public List<String> getCommand() {
    List<String> options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    options.addAll(jvmOptions);
    return ReplicaProgram.launcher(options, List.of()).command();
  }

  @Override
  public List<String> getArgs() {
    List<String> words =
        template.getContainer().getArgsList().stream()
            .map(DriverContainer::withUris)
            .collect(Collectors.toCollection(ArrayList::new));
    if (packagePath != null && words.contains(DYNAMIC_TASK)) {
      int flag = words.indexOf(PACKAGE);
      if (flag >= 0) {
        words.subList(flag, flag + 2).clear();
      }
      words.add(PACKAGE);
      words.add(
          packagePath.entries().stream()
              .map(Object::toString)
              .collect(Collectors.joining(File.pathSeparator)));
    }
    return words;
  }

  /** Programs of this machine are told paths; a launcher takes URIs, as storage has them. */
  private static String withUris(String word) {
    return word.replace("{{.input}}", "file://{{.input}}")
        .replace("{{.outputPrefix}}", "file://{{.outputPrefix}}")
        // So much of it does Flyte 2 tell.
        .replace("{{.taskTemplatePath}}", "inline://taskTemplate");
  }

  @Override
  public List<KeyValuePair> getEnv() {
    return template.getContainer().getEnvList().stream()
        .map(variable -> KeyValuePair.of(variable.getKey(), variable.getValue()))
        .toList();
  }

  @Override
  public TypedInterface getInterface() {
    return InterfaceIdl.fromIdl(template.getInterface());
  }

  @Override
  public RetryStrategy getRetries() {
    return RetryStrategy.builder()
        .retries(template.getMetadata().getRetries().getRetries())
        .build();
  }
}
