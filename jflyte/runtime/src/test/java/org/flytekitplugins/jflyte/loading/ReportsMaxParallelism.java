package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flyte.api.v1.LaunchPlan;
import org.flytekitplugins.jflyte.JflyteException;

/** Loads a package and writes down what is new in its launch plans, and who it is itself. */
public final class ReportsMaxParallelism implements PackageProgram {
  /** Makes one. */
  public ReportsMaxParallelism() {}

  @Override
  public int run(PackageClassPath classPath, List<String> arguments) {
    if (arguments.size() > 1) {
      throw new JflyteException(arguments.get(1), new IllegalStateException("cause"));
    }
    StringBuilder report = new StringBuilder();
    try (PackageLoader loader = new PackageLoader(classPath)) {
      LoadedPackage loaded = loader.load(new ExecutionVariables("p", "d", "v").toEnv());
      for (LaunchPlan launchPlan : loaded.launchPlans().values()) {
        Object parallelism = LaunchPlan.class.getMethod("maxParallelism").invoke(launchPlan);
        report.append(launchPlan.name()).append(' ').append(parallelism).append('\n');
      }
      report.append(getClass().getClassLoader().getName()).append('\n');
      report.append(Thread.currentThread().getContextClassLoader() == getClass().getClassLoader());
      Files.writeString(Path.of(arguments.get(0)), report);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return 42;
  }
}
