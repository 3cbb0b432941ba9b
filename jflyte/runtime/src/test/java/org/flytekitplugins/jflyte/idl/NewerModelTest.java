package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface;
import flyteidl.core.Literals;
import flyteidl.core.Types;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.spi.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same conversions beside a flytekit-api that is newer than the one they are compiled with. */
class NewerModelTest {
  /** Kept until the class loader is closed. */
  @TempDir static Path newerApi;

  private static URLClassLoader loader;

  @BeforeAll
  static void compileTheNewerModel() throws Exception {
    Path sources =
        Path.of(NewerModelTest.class.getResource("/newer-flytekit-api/README.md").toURI())
            .getParent();
    List<URL> classPath = new ArrayList<>(List.of(newerApi.toUri().toURL()));
    StringBuilder text = new StringBuilder();
    for (Class<?> type :
        List.of(
            LiteralIdl.class,
            Literal.class,
            Secret.class,
            Quantity.class,
            Message.class,
            Literals.class)) {
      URL location = type.getProtectionDomain().getCodeSource().getLocation();
      classPath.add(location);
      text.append(path(location)).append(File.pathSeparator);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-d", newerApi.toString(), "-cp", text.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(new String[0])))
        .isZero();
    loader =
        new URLClassLoader(classPath.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void closeTheLoader() throws IOException {
    loader.close();
  }

  @Test
  void carries_the_max_parallelism_of_a_launch_plan() throws Exception {
    LaunchPlanSpec.Builder expected =
        LaunchPlanSpec.newBuilder()
            .setWorkflowId(
                Identifier.newBuilder()
                    .setResourceType(ResourceType.WORKFLOW)
                    .setProject("p")
                    .setDomain("d")
                    .setName("wf")
                    .setVersion("v"))
            .setFixedInputs(Literals.LiteralMap.getDefaultInstance())
            .setDefaultInputs(Interface.ParameterMap.getDefaultInstance());
    assertThat(LaunchPlanSpec.parseFrom((byte[]) probe("launchPlan", Integer.class, null)))
        .isEqualTo(expected.build());
    assertThat(LaunchPlanSpec.parseFrom((byte[]) probe("launchPlan", Integer.class, 7)))
        .isEqualTo(expected.setMaxParallelism(7).build());
  }

  @Test
  void carries_bytes_both_ways() throws Exception {
    assertThat(Literals.LiteralMap.parseFrom((byte[]) probe("binary")))
        .isEqualTo(
            Literals.LiteralMap.newBuilder()
                .putLiterals(
                    "b",
                    scalar(
                        Literals.Scalar.newBuilder()
                            .setBinary(
                                Literals.Binary.newBuilder()
                                    .setTag("msgpack")
                                    .setValue(ByteString.copyFrom(new byte[] {0, -1})))))
                .putLiterals(
                    "i",
                    scalar(
                        Literals.Scalar.newBuilder()
                            .setPrimitive(Literals.Primitive.newBuilder().setInteger(1))))
                .build());
    assertThat(probe("comesBack")).isEqualTo(true);
  }

  @Test
  void carries_the_type_of_bytes_and_is_not_confused_by_the_order_of_constants() throws Exception {
    for (String name : List.of("BINARY", "INTEGER", "STRUCT")) {
      assertThat(Types.LiteralType.parseFrom((byte[]) probe("type", String.class, name)))
          .isEqualTo(
              Types.LiteralType.newBuilder().setSimple(Types.SimpleType.valueOf(name)).build());
    }
  }

  @Test
  void says_which_newer_value_it_does_not_know() {
    String remedy =
        " of the package's flytekit-java is not known to flytekit-jflyte "
            + Distribution.VERSION
            + "; use a newer flytekit-jflyte, or a value that flytekit-java 0.4.35 has too";
    assertThatThrownBy(() -> probe("union")).hasMessage("Scalar UNION" + remedy);
    assertThatThrownBy(() -> probe("type", String.class, "TENSOR"))
        .hasMessage("SimpleType TENSOR" + remedy);
  }

  @Test
  void carries_the_resources_of_a_dynamic_task() throws Exception {
    assertThat(probe("cpu")).isEqualTo("2");
  }

  @Test
  void a_dynamic_task_of_the_older_model_asks_for_nothing() {
    assertThat(NewerModel.resources(new OlderTask())).isEqualTo(Resources.builder().build());
  }

  private static Object probe(String method) throws Exception {
    return call(loader.loadClass("probe.Probe").getMethod(method));
  }

  private static Object probe(String method, Class<?> type, Object argument) throws Exception {
    return call(loader.loadClass("probe.Probe").getMethod(method, type), argument);
  }

  private static Object call(Method method, Object... arguments) throws Exception {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static String path(URL location) {
    try {
      return Path.of(location.toURI()).toString();
    } catch (URISyntaxException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static Literals.Literal scalar(Literals.Scalar.Builder scalar) {
    return Literals.Literal.newBuilder().setScalar(scalar).build();
  }

  private static final class OlderTask implements DynamicWorkflowTask {
    @Override
    public String getName() {
      return "dynamic";
    }

    @Override
    public TypedInterface getInterface() {
      throw new UnsupportedOperationException();
    }

    @Override
    public DynamicJobSpec run(Map<String, Literal> inputs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RetryStrategy getRetries() {
      throw new UnsupportedOperationException();
    }
  }
}
