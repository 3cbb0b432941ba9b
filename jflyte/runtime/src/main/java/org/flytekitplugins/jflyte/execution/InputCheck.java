package org.flytekitplugins.jflyte.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.execution.failure.WrongInputsException;
import org.flytekitplugins.jflyte.idl.TypeName;
import org.flytekitplugins.kubeflow.internal.SimilarNames;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a task is given with what it takes. Flyte 1 has done so before a pod starts; Flyte
 * 2 hands on whatever whoever started the run has sent.
 */
final class InputCheck {
  private final String task;
  private final Map<String, Variable> declared;

  InputCheck(String task, Map<String, Variable> declared) {
    this.task = task;
    this.declared = declared;
  }

  /**
   * Looks at all of them. What the task does not take is left alone: it is of no consequence.
   *
   * @throws WrongInputsException if one is missing or of another type; a sentence for each
   */
  void check(Map<String, Literal> given) {
    List<String> complaints = new ArrayList<>();
    declared.forEach(
        (name, variable) -> {
          Literal literal = given.get(name);
          String complaint =
              literal == null
                  ? missing(name, variable.literalType(), given.keySet())
                  : other(name, literal, variable.literalType());
          if (complaint != null) {
            complaints.add(complaint);
          }
        });
    if (!complaints.isEmpty()) {
      throw new WrongInputsException(String.join("\n", complaints));
    }
  }

  private String missing(String name, LiteralType type, Collection<String> given) {
    List<String> unknown = given.stream().filter(other -> !declared.containsKey(other)).toList();
    List<String> similar = SimilarNames.of(name, unknown);
    return "input "
        + name
        + " of task "
        + task
        + " is missing"
        + (similar.isEmpty() ? "" : " (there is " + String.join(", ", similar) + ")")
        + remedy(type);
  }

  private @Nullable String other(String place, Literal literal, LiteralType type) {
    switch (type.getKind()) {
      case COLLECTION_TYPE -> {
        if (literal.kind() == Literal.Kind.COLLECTION) {
          int index = 0;
          for (Literal element : literal.collection()) {
            String complaint = other(place + "[" + index++ + "]", element, type.collectionType());
            if (complaint != null) {
              return complaint;
            }
          }
          return null;
        }
      }
      case MAP_VALUE_TYPE -> {
        if (literal.kind() == Literal.Kind.MAP) {
          for (Map.Entry<String, Literal> entry : literal.map().entrySet()) {
            String complaint =
                other(place + "." + entry.getKey(), entry.getValue(), type.mapValueType());
            if (complaint != null) {
              return complaint;
            }
          }
          return null;
        }
      }
      default -> {
        if (literal.kind() == Literal.Kind.SCALAR && isOf(literal.scalar(), type)) {
          return null;
        }
      }
    }
    return "input " + place + " of task " + task + " is " + name(literal) + remedy(type);
  }

  private static String remedy(LiteralType type) {
    String example = TypeName.example(type);
    return ": start a run that gives it "
        + TypeName.of(type)
        + (example.isEmpty() ? "" : ", such as " + example);
  }

  private static boolean isOf(Scalar scalar, LiteralType type) {
    return switch (type.getKind()) {
      case SIMPLE_TYPE -> isOf(scalar, type.simpleType());
      case BLOB_TYPE -> scalar.kind() == Scalar.Kind.BLOB;
      // What the model has no value of is for whoever reads it to complain of.
      default -> true;
    };
  }

  private static boolean isOf(Scalar scalar, SimpleType type) {
    return switch (type) {
      case INTEGER -> isOf(scalar, Primitive.Kind.INTEGER_VALUE);
      case FLOAT -> isOf(scalar, Primitive.Kind.FLOAT_VALUE);
      case STRING -> isOf(scalar, Primitive.Kind.STRING_VALUE);
      case BOOLEAN -> isOf(scalar, Primitive.Kind.BOOLEAN_VALUE);
      case DATETIME -> isOf(scalar, Primitive.Kind.DATETIME);
      case DURATION -> isOf(scalar, Primitive.Kind.DURATION);
      // A newer flytekit-api has structs as bytes too.
      default -> scalar.kind() != Scalar.Kind.PRIMITIVE && scalar.kind() != Scalar.Kind.BLOB;
    };
  }

  private static boolean isOf(Scalar scalar, Primitive.Kind kind) {
    return scalar.kind() == Scalar.Kind.PRIMITIVE && scalar.primitive().kind() == kind;
  }

  private static String name(Literal literal) {
    return switch (literal.kind()) {
      case COLLECTION -> "a list";
      case MAP -> "a map";
      case SCALAR -> name(literal.scalar());
      default -> "of kind " + literal.kind();
    };
  }

  private static String name(Scalar scalar) {
    return switch (scalar.kind()) {
      case PRIMITIVE -> name(scalar.primitive().kind());
      case GENERIC -> "a struct";
      case BLOB -> "a blob";
      default -> "of kind " + scalar.kind();
    };
  }

  private static String name(Primitive.Kind kind) {
    String name = kind.name().toLowerCase(Locale.ROOT).replace("_value", "");
    return (name.equals("integer") ? "an " : "a ") + name;
  }
}
