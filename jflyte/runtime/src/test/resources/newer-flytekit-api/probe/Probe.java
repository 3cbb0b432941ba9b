package probe;

import java.util.Map;
import org.flyte.api.v1.Binary;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.idl.LaunchPlanIdl;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.LiteralTypeIdl;
import org.flytekitplugins.jflyte.idl.NewerModel;

/** Uses the newer model as a package would; gives bytes, which every class loader understands. */
public final class Probe {
  private Probe() {}

  public static byte[] launchPlan(Integer maxParallelism) {
    return LaunchPlanIdl.toIdl(
            LaunchPlan.builder()
                .name("lp")
                .workflowId(
                    PartialWorkflowIdentifier.builder()
                        .project("p")
                        .domain("d")
                        .name("wf")
                        .version("v")
                        .build())
                .maxParallelism(maxParallelism)
                .build())
        .toByteArray();
  }

  public static byte[] binary() {
    return LiteralIdl.toIdl(Map.of("b", bytes(), "i", integer())).toByteArray();
  }

  public static boolean comesBack() {
    return LiteralMapBytes.read(LiteralMapBytes.write(Map.of("b", bytes(), "i", integer())))
        .equals(Map.of("b", bytes(), "i", integer()));
  }

  public static byte[] type(String simple) {
    LiteralType type = LiteralType.ofSimpleType(SimpleType.valueOf(simple));
    byte[] message = LiteralTypeIdl.toIdl(type).toByteArray();
    if (!LiteralTypeIdl.fromIdl(LiteralTypeIdl.toIdl(type)).equals(type)) {
      throw new AssertionError(simple);
    }
    return message;
  }

  public static void union() {
    LiteralIdl.toIdl(Literal.ofScalar(Scalar.ofUnion("anything")));
  }

  public static String cpu() {
    return NewerModel.resources(
            new DynamicWorkflowTask() {
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

              @Override
              public Resources getResources() {
                return Resources.builder().limits(Map.of(Resources.ResourceName.CPU, "2")).build();
              }
            })
        .limits()
        .get(Resources.ResourceName.CPU);
  }

  private static Literal bytes() {
    return Literal.ofScalar(
        Scalar.ofBinary(Binary.builder().tag("msgpack").value(new byte[] {0, -1}).build()));
  }

  private static Literal integer() {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1)));
  }
}
