package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.core.Literals;
import flyteidl.core.Types;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

class BindingIdlTest {
  @Test
  void writes_every_kind_of_binding() {
    Binding binding =
        Binding.builder()
            .var_("in")
            .binding(
                BindingData.ofCollection(
                    List.of(
                        BindingData.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(-1))),
                        BindingData.ofMap(
                            Map.of(
                                "k",
                                BindingData.ofOutputReference(
                                    OutputReference.builder()
                                        .nodeId("train")
                                        .var("model")
                                        .build()))))))
            .build();
    assertThat(BindingIdl.toIdl(binding))
        .isEqualTo(
            Literals.Binding.newBuilder()
                .setVar("in")
                .setBinding(
                    Literals.BindingData.newBuilder()
                        .setCollection(
                            Literals.BindingDataCollection.newBuilder()
                                .addBindings(
                                    Literals.BindingData.newBuilder()
                                        .setScalar(
                                            Literals.Scalar.newBuilder()
                                                .setPrimitive(
                                                    Literals.Primitive.newBuilder()
                                                        .setInteger(-1))))
                                .addBindings(
                                    Literals.BindingData.newBuilder()
                                        .setMap(
                                            Literals.BindingDataMap.newBuilder()
                                                .putBindings(
                                                    "k",
                                                    Literals.BindingData.newBuilder()
                                                        .setPromise(
                                                            Types.OutputReference.newBuilder()
                                                                .setNodeId("train")
                                                                .setVar("model"))
                                                        .build())))))
                .build());
  }

  @Test
  void names_the_input_whose_binding_the_model_lacks() {
    assertThatThrownBy(() -> BindingIdl.fromIdl(Literals.Binding.newBuilder().setVar("in").build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "value \"in\" is bound to no known kind of value, which flytekit-java cannot hold; use"
                + " a scalar, a collection, a map or the output of a node");
  }

  @Test
  void refuses_a_part_of_an_output() {
    Types.OutputReference part =
        Types.OutputReference.newBuilder()
            .setNodeId("n")
            .setUnknownFields(
                UnknownFieldSet.newBuilder().addField(3, NewerField.of("attr")).build())
            .build();
    assertThatThrownBy(
            () ->
                BindingIdl.fromIdl(
                    Literals.Binding.newBuilder()
                        .setVar("in")
                        .setBinding(Literals.BindingData.newBuilder().setPromise(part))
                        .build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "value \"in\" is bound to a part of a node's output (it has the fields [3], which are"
                + " newer than flyteidl 0.4.35), which flytekit-java cannot hold; use the output as"
                + " a whole");
  }
}
