package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import flyteidl.core.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.OutputReference;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Bindings: where an input of a node, or an output of a workflow, gets its value from.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/literals.proto">literals.proto</a>
 */
public final class BindingIdl {
  private BindingIdl() {}

  /** The message of a binding. */
  public static Literals.Binding toIdl(Binding binding) {
    return Literals.Binding.newBuilder()
        .setVar(binding.var_())
        .setBinding(toIdl(binding.binding()))
        .build();
  }

  /** The message of what is bound. */
  public static Literals.BindingData toIdl(BindingData data) {
    Literals.BindingData.Builder builder = Literals.BindingData.newBuilder();
    return switch (data.kind()) {
      case SCALAR -> builder.setScalar(ScalarIdl.toIdl(data.scalar())).build();
      case PROMISE -> builder.setPromise(toIdl(data.promise())).build();
      case COLLECTION -> {
        var collection = Literals.BindingDataCollection.newBuilder();
        for (BindingData element : data.collection()) {
          collection.addBindings(toIdl(element));
        }
        yield builder.setCollection(collection).build();
      }
      case MAP -> {
        var map = Literals.BindingDataMap.newBuilder();
        for (Map.Entry<String, BindingData> entry : data.map().entrySet()) {
          map.putBindings(entry.getKey(), toIdl(entry.getValue()));
        }
        yield builder.setMap(map).build();
      }
      default -> throw UnknownToModel.inModel("BindingData", data.kind());
    };
  }

  /**
   * The binding of a message.
   *
   * @throws JflyteException if flytekit-java's model cannot hold what is bound
   */
  public static Binding fromIdl(Literals.Binding binding) {
    return Binding.builder()
        .var_(binding.getVar())
        .binding(fromIdl(binding.getBinding(), FieldPath.ROOT.value(binding.getVar())))
        .build();
  }

  private static Types.OutputReference toIdl(OutputReference reference) {
    return Types.OutputReference.newBuilder()
        .setNodeId(reference.nodeId())
        .setVar(reference.var())
        .build();
  }

  private static BindingData fromIdl(Literals.BindingData data, FieldPath place) {
    return switch (data.getValueCase()) {
      case SCALAR -> BindingData.ofScalar(ScalarIdl.fromIdl(data.getScalar(), place));
      case PROMISE -> BindingData.ofOutputReference(fromIdl(data.getPromise(), place));
      case COLLECTION -> {
        FieldPath inside = place.element();
        List<BindingData> elements = new ArrayList<>(data.getCollection().getBindingsCount());
        for (Literals.BindingData element : data.getCollection().getBindingsList()) {
          elements.add(fromIdl(element, inside));
        }
        yield BindingData.ofCollection(Collections.unmodifiableList(elements));
      }
      case MAP -> {
        Map<String, BindingData> map = new LinkedHashMap<>();
        for (var entry : data.getMap().getBindingsMap().entrySet()) {
          map.put(entry.getKey(), fromIdl(entry.getValue(), place.value(entry.getKey())));
        }
        yield BindingData.ofMap(Collections.unmodifiableMap(map));
      }
      default ->
          throw UnknownToModel.inMessage(
              place,
              "bound to no known kind of value" + UnknownToModel.fieldsOf(data),
              "a scalar, a collection, a map or the output of a node");
    };
  }

  private static OutputReference fromIdl(Types.OutputReference reference, FieldPath place) {
    String newer = UnknownToModel.fieldsOf(reference);
    if (!newer.isEmpty()) {
      throw UnknownToModel.inMessage(
          place, "bound to a part of a node's output" + newer, "the output as a whole");
    }
    return OutputReference.builder().nodeId(reference.getNodeId()).var(reference.getVar()).build();
  }
}
