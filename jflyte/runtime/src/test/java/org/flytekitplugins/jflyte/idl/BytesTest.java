package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import flyteidl.core.Literals;
import flyteidl.core.Tasks;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;

/** Files that are read and written by hand, and those that shall not change. */
class BytesTest {
  private static final Map<String, Literal> ONE =
      Map.of("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1))));

  @Test
  void literals_with_fields_that_we_do_not_know_are_read() throws Exception {
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder()
            .addField(9, NewerField.of("text"))
            .addField(10, NewerField.of(true))
            .build();
    ByteString entry =
        ByteString.copyFrom(LiteralMapBytes.write(ONE)).substring(2).concat(newer.toByteString());
    byte[] bytes =
        newer
            .toByteString()
            .concat(
                UnknownFieldSet.newBuilder()
                    .addField(
                        1, UnknownFieldSet.Field.newBuilder().addLengthDelimited(entry).build())
                    .build()
                    .toByteString())
            .toByteArray();
    assertThat(LiteralMapBytes.read(bytes))
        .isEqualTo(ONE)
        .isEqualTo(LiteralIdl.fromIdl(Literals.LiteralMap.parseFrom(bytes)));
  }

  @Test
  void no_bytes_are_no_literals() {
    assertThat(LiteralMapBytes.read(new byte[0])).isEmpty();
    assertThat(LiteralMapBytes.write(Map.of())).isEmpty();
  }

  @Test
  void literals_that_were_read_cannot_be_changed() {
    Map<String, Literal> literals = LiteralMapBytes.read(LiteralMapBytes.write(ONE));
    assertThatThrownBy(literals::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void damaged_literals_are_named_with_their_size() {
    byte[] whole = LiteralMapBytes.write(ONE);
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LiteralMapBytes.read(part))
          .isInstanceOf(JflyteException.class)
          .hasMessageStartingWith("the " + length + " bytes are no literals of Flyte (");
    }
  }

  @Test
  void a_literal_that_the_model_cannot_hold_is_named() {
    byte[] bytes =
        Literals.LiteralMap.newBuilder()
            .putLiterals("x", Literals.Literal.getDefaultInstance())
            .build()
            .toByteArray();
    assertThatThrownBy(() -> LiteralMapBytes.read(bytes))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("value \"x\" is a literal without");
  }

  @Test
  void a_page_of_html_is_no_task_template() {
    byte[] page = "<html>Access denied</html>".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CustomBytes.read(page))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("the 26 bytes are no task template of Flyte (");
  }

  @Test
  void a_template_without_a_custom_field_has_an_empty_one() {
    byte[] template = Tasks.TaskTemplate.newBuilder().setType("container").build().toByteArray();
    assertThat(CustomBytes.read(template)).isEqualTo(org.flyte.api.v1.Struct.of(Map.of()));
  }

  @Test
  void a_custom_field_without_a_value_is_named() {
    byte[] template =
        Tasks.TaskTemplate.newBuilder()
            .setCustom(Struct.newBuilder().putFields("f", Value.getDefaultInstance()))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> CustomBytes.read(template))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("value \"f\" is a field of a struct without a value");
  }

  @Test
  void equal_messages_are_equal_bytes() {
    Value one = Value.newBuilder().setNumberValue(1).build();
    Struct forth = Struct.newBuilder().putFields("a", one).putFields("b", one).build();
    Struct back = Struct.newBuilder().putFields("b", one).putFields("a", one).build();
    assertThat(forth).isEqualTo(back);
    assertThat(forth.toByteArray()).isNotEqualTo(back.toByteArray());
    assertThat(StableBytes.of(forth))
        .isEqualTo(StableBytes.of(back))
        .isEqualTo(forth.toByteArray());
  }
}
