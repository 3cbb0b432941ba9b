package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ByteString;
import flyteidl.core.Literals;
import java.lang.reflect.Method;
import java.util.Objects;
import org.flyte.api.v1.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Bytes with a tag, which flytekit-api got after 0.4.35. Loaded only when one is met.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flytekit-java/blob/master/flytekit-api/src/main/java/org/flyte/api/v1/Binary.java">Binary</a>
 */
final class BinaryIdl {
  private static final @Nullable Class<?> BINARY = NewerModel.type("Binary");
  private static final @Nullable Class<?> BUILDER = NewerModel.type("Binary$Builder");
  private static final @Nullable Method OF_SCALAR = NewerModel.method(Scalar.class, "binary");
  private static final @Nullable Method VALUE = NewerModel.method(BINARY, "value");
  private static final @Nullable Method TAG = NewerModel.method(BINARY, "tag");
  private static final @Nullable Method NEW_BUILDER = NewerModel.method(BINARY, "builder");
  private static final @Nullable Method SET_VALUE =
      NewerModel.method(BUILDER, "value", byte[].class);
  private static final @Nullable Method SET_TAG = NewerModel.method(BUILDER, "tag", String.class);
  private static final @Nullable Method BUILD = NewerModel.method(BUILDER, "build");
  private static final @Nullable Method TO_SCALAR =
      NewerModel.method(Scalar.class, "ofBinary", BINARY);

  private BinaryIdl() {}

  /** The bytes of a scalar of kind BINARY. */
  static Literals.Binary toIdl(Scalar scalar) {
    Object binary = NewerModel.call(OF_SCALAR, scalar);
    byte[] value = (byte[]) Objects.requireNonNull(NewerModel.call(VALUE, binary));
    String tag = (String) Objects.requireNonNull(NewerModel.call(TAG, binary));
    return Literals.Binary.newBuilder().setValue(ByteString.copyFrom(value)).setTag(tag).build();
  }

  /** A scalar of kind BINARY, or null if the flytekit-api in use has no such kind. */
  static @Nullable Scalar fromIdl(Literals.Binary binary) {
    if (TO_SCALAR == null) {
      return null;
    }
    Object builder = NewerModel.call(NEW_BUILDER, null);
    NewerModel.call(SET_VALUE, builder, binary.getValue().toByteArray());
    NewerModel.call(SET_TAG, builder, binary.getTag());
    return (Scalar) NewerModel.call(TO_SCALAR, null, NewerModel.call(BUILD, builder));
  }
}
