package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Gives all tests the same {@link Images}, says what became of each test, and leaves them out, in
 * one line, where containers cannot be started.
 */
final class SharedImages implements ParameterResolver, ExecutionCondition, TestWatcher {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedImages.class);
  private static final List<String> TOOLS =
      List.of("docker-registry", "jq", "runc", "skopeo", "umoci");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("condition", key -> condition(), ConditionEvaluationResult.class);
  }

  private static ConditionEvaluationResult condition() {
    Optional<String> obstacle = obstacle();
    obstacle.ifPresent(why -> System.out.println("image tests: skipped, since " + why));
    return obstacle
        .map(ConditionEvaluationResult::disabled)
        .orElse(ConditionEvaluationResult.enabled("containers can be started"));
  }

  private static Optional<String> obstacle() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("containers are started here by root, and you are not");
    }
    List<String> missing = TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
    if (!missing.isEmpty()) {
      return Optional.of("these are not installed: " + String.join(", ", missing));
    }
    return Program.of("unshare", "--mount", "--pid", "--fork", "true").run().exitCode() == 0
        ? Optional.empty()
        : Optional.of("this machine does not let root make containers");
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Images.class;
  }

  @Override
  public Images resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Images.class, type -> images(), Images.class);
  }

  private static Images images() {
    try {
      Images images = new Images();
      // The store closes them; this is for somebody who interrupts.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(images)));
      return images;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Images images) {
    try {
      images.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    Progress.step("ok: " + sentence(context));
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    Progress.step("FAILED: " + sentence(context));
  }

  private static String sentence(ExtensionContext context) {
    String name = context.getRequiredTestMethod().getName();
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
    String row = context.getDisplayName();
    return words.toLowerCase(Locale.ROOT) + (row.startsWith(name) ? "" : " (" + row + ")");
  }
}
