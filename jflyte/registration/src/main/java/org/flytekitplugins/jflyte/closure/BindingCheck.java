package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Literals.BindingData;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.OutputReference;
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
        LiteralType type = CastableTypes.of(binding.getScalar());
        if (type != null && !CastableTypes.isAssignable(type, wanted)) {
          throw mismatch(place, wanted, "a value", CastableTypes.describe(type));
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
    if (promised != null && !CastableTypes.isAssignable(promised, wanted)) {
      throw mismatch(
          place,
          wanted,
          "output " + promise.getVar() + " of " + WorkflowCheck.nodeName(promise.getNodeId()),
          CastableTypes.describe(promised));
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
            place, CastableTypes.describe(wanted), bound, found));
  }

  /** The type of what something is bound to; null if that is not known here. */
  @Nullable LiteralType typeOf(BindingData binding, String place) {
    return switch (binding.getValueCase()) {
      case PROMISE -> outputs.typeOf(binding.getPromise(), place);
      case SCALAR -> CastableTypes.of(binding.getScalar());
      default -> null;
    };
  }
}
