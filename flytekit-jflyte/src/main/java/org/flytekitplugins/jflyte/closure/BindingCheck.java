package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Types.SimpleType;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** Checks what inputs and outputs are bound to. */
final class BindingCheck {
  /** What the nodes of a workflow yield. */
  interface NodeOutputs {
    /**
     * The type of a node's output; null if it is another project's, and so not known here.
     *
     * @throws JflyteException if the node has no such output
     */
    @Nullable LiteralType typeOf(OutputReference reference, String place);
  }

  private final NodeOutputs outputs;

  BindingCheck(NodeOutputs outputs) {
    this.outputs = outputs;
  }

  /**
   * Checks a binding.
   *
   * @param place what is bound, to begin a sentence with
   */
  void check(BindingData binding, LiteralType wanted, String place) {
    switch (binding.getValueCase()) {
      case PROMISE -> checkPromise(binding.getPromise(), wanted, place);
      case SCALAR -> {
        LiteralType type = typeOf(binding.getScalar());
        if (type != null && !LiteralTypes.isAssignable(type, wanted)) {
          throw mismatch(place, wanted, "a value", LiteralTypes.describe(type));
        }
      }
      case COLLECTION -> {
        if (!wanted.hasCollectionType()) {
          rejectUnlessOpen(wanted, place, "list");
          return;
        }
        int index = 0;
        for (BindingData item : binding.getCollection().getBindingsList()) {
          check(item, wanted.getCollectionType(), place + "[" + index++ + "]");
        }
      }
      case MAP -> {
        if (!wanted.hasMapValueType()) {
          rejectUnlessOpen(wanted, place, "map");
          return;
        }
        for (Map.Entry<String, BindingData> entry : binding.getMap().getBindingsMap().entrySet()) {
          check(entry.getValue(), wanted.getMapValueType(), place + "." + entry.getKey());
        }
      }
      default ->
          throw new JflyteException(place + " is bound to nothing: give it a value or an output");
    }
  }

  private void checkPromise(OutputReference promise, LiteralType wanted, String place) {
    LiteralType promised = outputs.typeOf(promise, place);
    if (promised != null && !LiteralTypes.isAssignable(promised, wanted)) {
      throw mismatch(
          place,
          wanted,
          "output " + promise.getVar() + " of " + WorkflowCheck.nodeName(promise.getNodeId()),
          LiteralTypes.describe(promised));
    }
  }

  private static void rejectUnlessOpen(LiteralType wanted, String place, String found) {
    if (!wanted.hasUnionType()) {
      throw mismatch(place, wanted, "a value", found);
    }
  }

  private static JflyteException mismatch(
      String place, LiteralType wanted, String bound, String found) {
    return new JflyteException(
        String.format(
            "%s wants %s but is bound to %s, which is %s: bind it to one of its own type, or change"
                + " one of the two types",
            place, LiteralTypes.describe(wanted), bound, found));
  }

  private static @Nullable LiteralType typeOf(Scalar scalar) {
    return switch (scalar.getValueCase()) {
      case PRIMITIVE -> simple(typeOf(scalar.getPrimitive()));
      case GENERIC -> simple(SimpleType.STRUCT);
      case BLOB ->
          LiteralType.newBuilder().setBlob(scalar.getBlob().getMetadata().getType()).build();
      case BINARY -> simple(SimpleType.BINARY);
      default -> null;
    };
  }

  private static SimpleType typeOf(Primitive primitive) {
    return switch (primitive.getValueCase()) {
      case INTEGER -> SimpleType.INTEGER;
      case FLOAT_VALUE -> SimpleType.FLOAT;
      case STRING_VALUE -> SimpleType.STRING;
      case BOOLEAN -> SimpleType.BOOLEAN;
      case DATETIME -> SimpleType.DATETIME;
      case DURATION -> SimpleType.DURATION;
      case VALUE_NOT_SET -> SimpleType.NONE;
    };
  }

  private static LiteralType simple(SimpleType type) {
    return LiteralType.newBuilder().setSimple(type).build();
  }
}
