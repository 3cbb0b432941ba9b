package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Values of fields that are newer than flyteidl-protos 0.4.35. A message carries them as unknown
 * fields, by number, and who knows them reads them as if they had always been there.
 */
final class NewerField {
  private NewerField() {}

  static Field of(String value) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(value)).build();
  }

  static Field of(Collection<String> values) {
    Field.Builder field = Field.newBuilder();
    values.forEach(value -> field.addLengthDelimited(ByteString.copyFromUtf8(value)));
    return field.build();
  }

  static Field of(MessageLite value) {
    return Field.newBuilder().addLengthDelimited(value.toByteString()).build();
  }

  static Field of(boolean value) {
    return Field.newBuilder().addVarint(value ? 1 : 0).build();
  }

  /** The text of a field; empty if it is not there. */
  static String text(UnknownFieldSet of, int number) {
    List<ByteString> values = of.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.get(values.size() - 1).toStringUtf8();
  }

  /** The message of a field, or nothing if it is not there. */
  static Optional<UnknownFieldSet> message(UnknownFieldSet of, int number) {
    List<ByteString> values = of.getField(number).getLengthDelimitedList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(UnknownFieldSet.parseFrom(values.get(values.size() - 1)));
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException("field " + number + " is no message", e);
    }
  }
}
