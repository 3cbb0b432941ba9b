package org.flytekitplugins.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.execution.PodMain;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;

/**
 * {@link TrainSteps} as a pod runs it, with this class path as the task's package.
 *
 * @param took what the task returned
 * @param log all that it printed
 */
record ExecutedReplica(String took, String log) {
  static ExecutedReplica run(Path folder, int steps, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path inputs = folder.resolve("inputs.pb");
    Literal literal = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(steps)));
    Files.write(inputs, LiteralMapBytes.write(Map.of("steps", literal)));
    String classPath = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", classPath, PodMain.class.getName()));
    command.addAll(List.of("jflyte", "execute", "--task", TrainSteps.class.getName()));
    command.addAll(List.of("--inputs", inputs.toUri().toString()));
    command.addAll(List.of("--outputPrefix", folder.resolve("out").toUri().toString()));
    command.addAll(List.of("--package-dir", classPath));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the replica has failed:\n" + log);
    }
    Literal took =
        LiteralMapBytes.read(Files.readAllBytes(folder.resolve("out/outputs.pb"))).get("took");
    return new ExecutedReplica(took.scalar().primitive().stringValue(), log);
  }
}
