package org.flytekitplugins.jflyte.image;

import flyteidl.core.Literals.Blob;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;

/** What a task is given. */
final class TaskInputs {
  private final LiteralMap.Builder literals = LiteralMap.newBuilder();

  TaskInputs integer(String name, long value) {
    return primitive(name, Primitive.newBuilder().setInteger(value));
  }

  TaskInputs number(String name, double value) {
    return primitive(name, Primitive.newBuilder().setFloatValue(value));
  }

  TaskInputs blob(String name, String uri) {
    return scalar(name, Scalar.newBuilder().setBlob(Blob.newBuilder().setUri(uri)));
  }

  private TaskInputs primitive(String name, Primitive.Builder primitive) {
    return scalar(name, Scalar.newBuilder().setPrimitive(primitive));
  }

  private TaskInputs scalar(String name, Scalar.Builder scalar) {
    literals.putLiterals(name, Literal.newBuilder().setScalar(scalar).build());
    return this;
  }

  LiteralMap literals() {
    return literals.build();
  }
}
