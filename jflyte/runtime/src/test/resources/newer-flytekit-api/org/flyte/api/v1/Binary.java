package org.flyte.api.v1;

import java.util.Arrays;

public final class Binary {
  private final byte[] value;
  private final String tag;

  private Binary(byte[] value, String tag) {
    this.value = value;
    this.tag = tag;
  }

  public byte[] value() {
    return value;
  }

  public String tag() {
    return tag;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Binary
        && Arrays.equals(value, ((Binary) other).value)
        && tag.equals(((Binary) other).tag);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  public static final class Builder {
    private byte[] value;
    private String tag;

    public Builder value(byte[] newValue) {
      value = newValue;
      return this;
    }

    public Builder tag(String newTag) {
      tag = newTag;
      return this;
    }

    public Binary build() {
      return new Binary(value, tag);
    }
  }
}
