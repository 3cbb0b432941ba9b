package org.flytekitplugins.jflyte.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import flyteidl.core.Literals.KeyValuePair;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.Container.Architecture;
import flyteidl.core.Tasks.Resources;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProtoDiffTest {
  private static List<String> diff(Message registered, Message here) {
    return ProtoDiff.of("template", registered, here).stream().map(Difference::toString).toList();
  }

  private static TaskTemplate container(Container.Builder container) {
    return TaskTemplate.newBuilder().setContainer(container).build();
  }

  private static TaskTemplate custom(Struct.Builder custom) {
    return TaskTemplate.newBuilder().setCustom(custom).build();
  }

  private static Value number(double number) {
    return Value.newBuilder().setNumberValue(number).build();
  }

  @Test
  void equalMessagesDoNotDiffer() {
    assertThat(
            diff(
                TaskTemplate.newBuilder().setType("a").build(),
                TaskTemplate.newBuilder().setType("a").build()))
        .isEmpty();
  }

  @Test
  void elementsOfListsAreToldByTheirIndex() {
    assertThat(
            diff(
                container(Container.newBuilder().addArgs("x").addArgs("a").addArgs("y")),
                container(Container.newBuilder().addArgs("x").addArgs("b"))))
        .containsExactly(
            "template.container.args[1]: registered \"a\", here \"b\"",
            "template.container.args[2]: registered \"y\", here nothing");
  }

  @Test
  void fieldsOfElementsAreTold() {
    assertThat(
            diff(
                container(
                    Container.newBuilder()
                        .addEnv(KeyValuePair.newBuilder().setKey("A").setValue("1"))),
                container(
                    Container.newBuilder()
                        .addEnv(KeyValuePair.newBuilder().setKey("A").setValue("2")))))
        .containsExactly("template.container.env[0].value: registered \"1\", here \"2\"");
  }

  @Test
  void entriesOfMapsAreToldByTheirKey() {
    assertThat(
            diff(
                TaskTemplate.newBuilder().putConfig("a", "1").putConfig("b", "1").build(),
                TaskTemplate.newBuilder().putConfig("b", "2").putConfig("c", "3").build()))
        .containsExactly(
            "template.config[\"a\"]: registered \"1\", here nothing",
            "template.config[\"b\"]: registered \"1\", here \"2\"",
            "template.config[\"c\"]: registered nothing, here \"3\"");
  }

  @Test
  void structsAreReadAsTheJsonTheyAre() {
    Struct.Builder registered =
        Struct.newBuilder()
            .putFields("psReplicas", number(2))
            .putFields("share", number(0.25))
            .putFields(
                "list",
                Value.newBuilder()
                    .setListValue(ListValue.newBuilder().addValues(number(1)))
                    .build());
    Struct.Builder here =
        Struct.newBuilder()
            .putFields(
                "psReplicas",
                Value.newBuilder()
                    .setStructValue(Struct.newBuilder().putFields("replicas", number(2)))
                    .build())
            .putFields("share", Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build())
            .putFields(
                "list",
                Value.newBuilder()
                    .setListValue(ListValue.newBuilder().addValues(number(3)))
                    .build());
    assertThat(diff(custom(registered), custom(here)))
        .containsExactly(
            "template.custom[\"list\"][0]: registered 1, here 3",
            "template.custom[\"psReplicas\"]: registered 2, here {fields { key: \"replicas\" value {"
                + " number_value: 2.0 } }}",
            "template.custom[\"share\"]: registered 0.25, here null");
  }

  @Test
  void scalarsAndEnumsAreToldByTheirValue() {
    assertThat(
            diff(
                container(
                    Container.newBuilder()
                        .setArchitecture(Architecture.AMD64)
                        .setResources(
                            Resources.newBuilder()
                                .addLimits(
                                    Resources.ResourceEntry.newBuilder()
                                        .setName(Resources.ResourceName.CPU)
                                        .setValue("1")))),
                container(
                    Container.newBuilder()
                        .setArchitecture(Architecture.ARM64)
                        .setResources(
                            Resources.newBuilder()
                                .addLimits(
                                    Resources.ResourceEntry.newBuilder()
                                        .setName(Resources.ResourceName.GPU)
                                        .setValue("1"))))))
        .containsExactly(
            "template.container.resources.limits[0].name: registered CPU, here GPU",
            "template.container.architecture: registered AMD64, here ARM64");
  }

  @Test
  void whatIsNotSetIsNothingAndWhatIsFalseIsFalse() {
    TaskTemplate unset =
        TaskTemplate.newBuilder().setMetadata(TaskMetadata.getDefaultInstance()).build();
    TaskTemplate no =
        TaskTemplate.newBuilder()
            .setMetadata(TaskMetadata.newBuilder().setInterruptible(false))
            .build();
    assertThat(diff(unset, no))
        .containsExactly("template.metadata.interruptible: registered nothing, here false");
  }

  @Test
  void fieldsNewerThanTheDescriptorsAreToldByTheirNumber() {
    TaskMetadata.Builder one = TaskMetadata.newBuilder();
    one.setUnknownFields(unknown(12, "pods"));
    TaskMetadata.Builder other = TaskMetadata.newBuilder();
    other.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(
                12,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[] {8, 1}))
                    .build())
            .addField(13, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build());
    assertThat(
            diff(
                TaskTemplate.newBuilder().setMetadata(one).build(),
                TaskTemplate.newBuilder().setMetadata(other).build()))
        .containsExactly(
            "template.metadata.12: registered \"pods\", here 2 bytes",
            "template.metadata.13: registered nothing, here 1");
  }

  private static UnknownFieldSet unknown(int number, String text) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(text))
                .build())
        .build();
  }

  @Test
  void longValuesAreCut() {
    assertThat(
            diff(
                TaskTemplate.newBuilder().setType("x".repeat(1000)).build(),
                TaskTemplate.getDefaultInstance()))
        .singleElement()
        .asString()
        .hasSizeLessThan(250)
        .contains("x…, here \"\"");
  }

  @Test
  void ofManyDifferencesTheFirstTwentyAreShown() {
    Container.Builder one = Container.newBuilder();
    Container.Builder other = Container.newBuilder();
    IntStream.range(0, 30).forEach(i -> one.addArgs("a" + i));
    IntStream.range(0, 30).forEach(i -> other.addArgs("b" + i));

    String lines = Difference.lines(ProtoDiff.of("template", container(one), container(other)));

    assertThat(lines.lines()).hasSize(21);
    assertThat(lines)
        .startsWith("  template.container.args[0]: registered \"a0\", here \"b0\"\n")
        .endsWith("\n  and 10 more");
  }

  @Property
  void messagesDifferIfAndOnlyIfThereIsADifference(
      @ForAll List<String> args, @ForAll List<String> others) {
    TaskTemplate one = container(Container.newBuilder().addAllArgs(args));
    TaskTemplate other = container(Container.newBuilder().addAllArgs(others));
    assertThat(diff(one, other).isEmpty()).isEqualTo(one.equals(other));
    assertThat(diff(one, one)).isEmpty();
  }
}
