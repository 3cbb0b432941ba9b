package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import flyteidl.core.Literals;
import flyteidl.core.Tasks;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.spi.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jflyte execute} does with messages, in a JVM of its own that says which classes it
 * loads. Descriptors cost a task a third of its start.
 */
class DescriptorFreeStartTest {
  @Test
  void reading_inputs_and_writing_results_builds_no_descriptors(@TempDir Path temp)
      throws Exception {
    byte[] inputs =
        LiteralMapBytes.write(
            Map.of(
                "epochs", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3))),
                "names", Literal.ofCollection(List.of())));
    byte[] template =
        Tasks.TaskTemplate.newBuilder()
            .setCustom(
                StructIdl.toIdl(Struct.of(Map.of("a", Struct.Value.ofStringValue("jflyte")))))
            .build()
            .toByteArray();
    Path out = temp.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + temp.resolve("classes"),
                "-cp",
                classPath(),
                Pod.class.getName(),
                Base64.getEncoder().encodeToString(inputs),
                Base64.getEncoder().encodeToString(template))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(out, StandardCharsets.UTF_8))
        .isEqualTo("2 inputs, 1 custom field, " + inputs.length + " + 10 bytes");
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(temp.resolve("classes"), StandardCharsets.UTF_8))
        .contains(" flyteidl.core.Literals$Literal ", " flyteidl.core.Errors$ErrorDocument ")
        .doesNotContain(" com.google.protobuf.Descriptors$FileDescriptor ")
        .doesNotContain(" com.google.protobuf.DescriptorProtos");
  }

  private static String classPath() {
    return Stream.of(
            Pod.class,
            LiteralIdl.class,
            SentenceException.class,
            Secret.class,
            Literal.class,
            Literals.class,
            Message.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The start of a task. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) {
      Map<String, Literal> inputs = LiteralMapBytes.read(Base64.getDecoder().decode(args[0]));
      Struct custom = CustomBytes.read(Base64.getDecoder().decode(args[1]));
      byte[] error =
          ErrorIdl.toIdl("c", "m", ContainerError.Kind.RECOVERABLE, null, null, null).toByteArray();
      byte[] outputs = LiteralMapBytes.write(inputs);
      System.out.print(
          inputs.size()
              + " inputs, "
              + custom.fields().size()
              + " custom field, "
              + outputs.length
              + " + "
              + error.length
              + " bytes");
    }
  }
}
