package org.flyte.api.v1;

public class Scalar {
  public enum Kind {
    UNION,
    PRIMITIVE,
    GENERIC,
    BLOB,
    BINARY
  }

  private final Kind kind;
  private final Object value;

  private Scalar(Kind kind, Object value) {
    this.kind = kind;
    this.value = value;
  }

  public Kind kind() {
    return kind;
  }

  public Primitive primitive() {
    return (Primitive) value;
  }

  public Struct generic() {
    return (Struct) value;
  }

  public Blob blob() {
    return (Blob) value;
  }

  public Binary binary() {
    return (Binary) value;
  }

  public static Scalar ofPrimitive(Primitive primitive) {
    return new Scalar(Kind.PRIMITIVE, primitive);
  }

  public static Scalar ofGeneric(Struct generic) {
    return new Scalar(Kind.GENERIC, generic);
  }

  public static Scalar ofBlob(Blob blob) {
    return new Scalar(Kind.BLOB, blob);
  }

  public static Scalar ofBinary(Binary binary) {
    return new Scalar(Kind.BINARY, binary);
  }

  public static Scalar ofUnion(Object union) {
    return new Scalar(Kind.UNION, union);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scalar
        && kind == ((Scalar) other).kind
        && value.equals(((Scalar) other).value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
