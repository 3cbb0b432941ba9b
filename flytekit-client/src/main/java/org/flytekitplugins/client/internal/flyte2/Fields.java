package org.flytekitplugins.client.internal.flyte2;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of Flyte 2 by the numbers of its fields, because no library for the JVM has its
 * classes. What has not been written is absent, as protobuf's third syntax has it, and what nobody
 * asks for is kept.
 */
public final class Fields {
  private static final int SECONDS = 1;
  private static final int NANOS = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final Fields EMPTY = new Fields(UnknownFieldSet.getDefaultInstance());

  private final UnknownFieldSet fields;

  private Fields(UnknownFieldSet fields) {
    this.fields = fields;
  }

  /** A message without fields. */
  public static Fields empty() {
    return EMPTY;
  }

  /** A message that is still to be written. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if the bytes are none
   */
  public static Fields parse(ByteString bytes) {
    try {
      return new Fields(UnknownFieldSet.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException(e);
    }
  }

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if the bytes are none
   */
  public static Fields parse(byte[] bytes) {
    return parse(ByteString.copyFrom(bytes));
  }

  /** A message of a class as its fields. */
  public static Fields of(MessageLite message) {
    return parse(message.toByteString());
  }

  /** The bytes of a message: equal ones have equal bytes. */
  static ByteString stableBytes(MessageLite message) {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      message.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("memory is never closed", e);
    }
    return bytes.toByteString();
  }

  /** Whether a field was written. */
  public boolean has(int field) {
    return fields.hasField(field);
  }

  /** A text; empty if it was not written. */
  public String text(int field) {
    return bytes(field).toStringUtf8();
  }

  /** All texts of a field that may be written several times. */
  public List<String> texts(int field) {
    List<String> texts = new ArrayList<>();
    fields.getField(field).getLengthDelimitedList().forEach(one -> texts.add(one.toStringUtf8()));
    return texts;
  }

  /** Bytes; none if they were not written. Of several the last ones count. */
  public ByteString bytes(int field) {
    List<ByteString> all = fields.getField(field).getLengthDelimitedList();
    return all.isEmpty() ? ByteString.EMPTY : all.get(all.size() - 1);
  }

  /** A whole number, or the number of an enum's value; 0 if it was not written. */
  public long number(int field) {
    List<Long> all = fields.getField(field).getVarintList();
    return all.isEmpty() ? 0 : all.get(all.size() - 1);
  }

  /** A flag; false if it was not written. */
  public boolean flag(int field) {
    return number(field) != 0;
  }

  /** A message within; without fields if it was not written. Parts of one are put together. */
  public Fields message(int field) {
    return parse(messageBytes(field));
  }

  /** The bytes of a message within. */
  public ByteString messageBytes(int field) {
    ByteString all = ByteString.EMPTY;
    for (ByteString part : fields.getField(field).getLengthDelimitedList()) {
      all = all.concat(part);
    }
    return all;
  }

  /** A message within, if it was written. */
  public Optional<Fields> messageIfAny(int field) {
    return has(field) ? Optional.of(message(field)) : Optional.empty();
  }

  /** All messages of a field that may be written several times. */
  public List<Fields> messages(int field) {
    List<Fields> messages = new ArrayList<>();
    fields.getField(field).getLengthDelimitedList().forEach(one -> messages.add(parse(one)));
    return messages;
  }

  /** A map of texts. */
  public Map<String, String> textMap(int field) {
    Map<String, String> map = new LinkedHashMap<>();
    messages(field).forEach(entry -> map.put(entry.text(KEY), entry.text(VALUE)));
    return map;
  }

  /** A moment; null if it was not written. */
  public @Nullable Instant instant(int field) {
    return messageIfAny(field)
        .map(moment -> Instant.ofEpochSecond(moment.number(SECONDS), moment.number(NANOS)))
        .orElse(null);
  }

  /** The message, with all that it was read with. */
  public ByteString toByteString() {
    return fields.toByteString();
  }

  /** The message, with all that it was read with. */
  public byte[] toByteArray() {
    return fields.toByteArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields && ((Fields) other).fields.equals(fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  /** For people who look for a fault. */
  @Override
  public String toString() {
    return fields.toString();
  }

  /** How a message is written. Texts, bytes and numbers that are nothing are left out. */
  public static final class Builder {
    private final UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();

    private Builder() {}

    /** A text. */
    public Builder text(int field, String value) {
      return bytes(field, ByteString.copyFromUtf8(value));
    }

    /** Bytes. */
    public Builder bytes(int field, ByteString value) {
      return value.isEmpty() ? this : add(field, value);
    }

    /** A whole number, or the number of an enum's value. */
    public Builder number(int field, long value) {
      if (value != 0) {
        fields.mergeField(field, Field.newBuilder().addVarint(value).build());
      }
      return this;
    }

    /** A flag. */
    public Builder flag(int field, boolean value) {
      return number(field, value ? 1 : 0);
    }

    /** A message within, or one more of a field that may be written several times. */
    public Builder message(int field, Fields value) {
      return add(field, value.toByteString());
    }

    /** A message within that has a class. */
    public Builder message(int field, MessageLite value) {
      return add(field, stableBytes(value));
    }

    /** A map of texts. */
    public Builder textMap(int field, Map<String, String> values) {
      values.forEach(
          (key, value) -> message(field, builder().text(KEY, key).text(VALUE, value).build()));
      return this;
    }

    /** A moment. */
    public Builder instant(int field, @Nullable Instant value) {
      return value == null
          ? this
          : message(
              field,
              builder()
                  .number(SECONDS, value.getEpochSecond())
                  .number(NANOS, value.getNano())
                  .build());
    }

    private Builder add(int field, ByteString value) {
      fields.mergeField(field, Field.newBuilder().addLengthDelimited(value).build());
      return this;
    }

    /** The message. */
    public Fields build() {
      return new Fields(fields.build());
    }
  }
}
