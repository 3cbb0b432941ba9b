package org.flytekitplugins.jflyte.testing.propeller;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.Command;
import org.flytekitplugins.jflyte.testing.PlayedFlyte;
import org.jspecify.annotations.Nullable;

/**
 * Registers a package with a played Flyte by {@code jflyte register workflows}, in this process.
 * {@code flytekit-jflyte}, which has the command, must be on the class path.
 *
 * <pre>{@code
 * PackageRegistration.ofThisProgram().at(flyte);
 * }</pre>
 */
public final class PackageRegistration {
  /** The project of what is registered, unless another is named. */
  public static final String PROJECT = "flytesnacks";

  /** Its domain, unless another is named. */
  public static final String DOMAIN = "development";

  private String classPath;
  private String project = PROJECT;
  private String domain = DOMAIN;
  private String version = "test";
  private @Nullable Path stagingFolder;
  private final List<String> options = new ArrayList<>();

  private PackageRegistration(String classPath) {
    this.classPath = classPath;
  }

  /** What is on the class path of this program: tasks, workflows and launch plans. */
  public static PackageRegistration ofThisProgram() {
    return of(System.getProperty("java.class.path", ""));
  }

  /**
   * Another package.
   *
   * @param classPath a directory of jars, or entries joined by colons, each a jar, a folder of
   *     classes or {@code DIR/*}
   */
  public static PackageRegistration of(String classPath) {
    return new PackageRegistration(classPath);
  }

  /** Where it is registered; {@link #PROJECT}, {@link #DOMAIN} and {@code test} unless said. */
  public PackageRegistration as(String project, String domain, String version) {
    this.project = project;
    this.domain = domain;
    this.version = version;
    return this;
  }

  /**
   * Stages the package's files in a folder, where a {@link LocalPropeller} finds them. Otherwise
   * tasks say that the package is in their image, and the propeller is to be told where it is here.
   */
  public PackageRegistration stagedIn(Path folder) {
    this.stagingFolder = folder;
    return this;
  }

  /**
   * Leaves out entries of the class path, as {@code test-classes}, whose tasks and workflows are
   * the tests' own.
   *
   * @param entry the last part of their paths
   */
  public PackageRegistration without(String entry) {
    this.classPath =
        Stream.of(classPath.split(File.pathSeparator))
            .filter(path -> !Path.of(path).endsWith(entry))
            .collect(Collectors.joining(File.pathSeparator));
    return this;
  }

  /** Adds words to the command line, as {@code --image gpu=...}. */
  public PackageRegistration options(String... words) {
    options.addAll(List.of(words));
    return this;
  }

  /** The project that it is registered in. */
  public String project() {
    return project;
  }

  /** The project's domain that it is registered in. */
  public String domain() {
    return domain;
  }

  /**
   * Registers it.
   *
   * @param flyte that speaks plaintext and asks for no token
   * @throws JflyteException if it is not registered; the command has written why to the standard
   *     error
   */
  public void at(PlayedFlyte flyte) {
    at(flyte.endpoint());
  }

  private void at(String endpoint) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FLYTE_PLATFORM_URL", endpoint);
    environment.put("FLYTE_PLATFORM_INSECURE", "true");
    if (stagingFolder != null) {
      environment.put("FLYTE_STAGING_LOCATION", stagingFolder.toUri().toString());
    }
    int exitCode = command().run(words().toArray(new String[0]), environment);
    if (exitCode != ExitCode.OK) {
      throw new JflyteException(
          "the package is not registered, jflyte register has ended with "
              + exitCode
              + ": it has written why to the standard error");
    }
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of("register", "workflows"));
    words.addAll(List.of("--project", project, "--domain", domain, "--version", version));
    words.addAll(List.of("--classpath", classPath, "--image", "registry.example/package:test"));
    if (stagingFolder == null) {
      words.addAll(List.of("--package-dir", "/package/*"));
    }
    words.addAll(options);
    return words;
  }

  private static Command command() {
    for (Command command :
        ServiceLoader.load(Command.class, PackageRegistration.class.getClassLoader())) {
      if (command.word().equals(Command.ANY)) {
        return command;
      }
    }
    throw new JflyteException(
        "nothing on the class path can register a package: add org.flytekitplugins:flytekit-jflyte"
            + " to it, in a test with the scope test");
  }
}
