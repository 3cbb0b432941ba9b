package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.loading.PackageClassPath;

/** Runs workflows from an integer to an integer. */
final class Running {
  private Running() {}

  static long run(
      Path directory, String workflow, long x, Path folder, LocalExecutionListener listener) {
    return run(directory, workflow, x, folder, listener, UnaryOperator.identity());
  }

  static long run(
      Path directory,
      String workflow,
      long x,
      Path folder,
      LocalExecutionListener listener,
      UnaryOperator<LocalExecution.Builder> more) {
    try (LocalPackage localPackage =
        LocalPackage.load(PackageClassPath.ofDirectory(directory), Map.of())) {
      Map<String, Literal> outputs =
          more.apply(
                  LocalExecution.builder(localPackage, workflow)
                      .inputs(
                          Map.of(
                              "x",
                              Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(x)))))
                      .listener(listener))
              .build(folder)
              .run();
      return outputs.get("y").scalar().primitive().integerValue();
    }
  }
}
