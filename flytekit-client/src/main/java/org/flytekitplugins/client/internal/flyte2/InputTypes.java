package org.flytekitplugins.client.internal.flyte2;

import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.flytekitplugins.client.internal.admin.CallRefusal;

/** Compares inputs with the interface of a task, which Flyte 2 leaves to whoever starts it. */
final class InputTypes {
  private InputTypes() {}

  /**
   * Compares them.
   *
   * @param task what takes them, for messages
   * @param optional those that have a default
   * @throws CallRefusal if one is missing, unknown or of another type; the sentence names it
   */
  static void check(String task, VariableMap wanted, Set<String> optional, LiteralMap given) {
    Set<String> missing = new TreeSet<>(wanted.getVariablesMap().keySet());
    missing.removeAll(given.getLiteralsMap().keySet());
    missing.removeAll(optional);
    if (!missing.isEmpty()) {
      throw new CallRefusal(task + ", wants " + missing + ", which the run has not: give them");
    }
    Set<String> unknown = new TreeSet<>(given.getLiteralsMap().keySet());
    unknown.removeAll(wanted.getVariablesMap().keySet());
    if (!unknown.isEmpty()) {
      throw new CallRefusal(task + ", takes no " + unknown + ": leave them out");
    }
    given
        .getLiteralsMap()
        .forEach(
            (name, literal) -> {
              Variable variable = wanted.getVariablesOrThrow(name);
              if (!isOf(literal, variable.getType())) {
                throw new CallRefusal(
                    String.format(
                        "%s, takes the input %s as %s, and the run has %s: give it as %s",
                        task,
                        name,
                        inWords(variable.getType()),
                        inWords(literal),
                        inWords(variable.getType())));
              }
            });
  }

  private static boolean isOf(Literal literal, LiteralType type) {
    if (literal.getScalar().hasUnion()) {
      return isOf(literal.getScalar().getUnion().getValue(), type);
    }
    Scalar scalar = literal.getScalar();
    switch (type.getTypeCase()) {
      case COLLECTION_TYPE:
        return literal.hasCollection()
            && literal.getCollection().getLiteralsList().stream()
                .allMatch(each -> isOf(each, type.getCollectionType()));
      case MAP_VALUE_TYPE:
        return literal.hasMap()
            && literal.getMap().getLiteralsMap().values().stream()
                .allMatch(each -> isOf(each, type.getMapValueType()));
      case UNION_TYPE:
        return type.getUnionType().getVariantsList().stream()
            .anyMatch(variant -> isOf(literal, variant));
      case BLOB:
        return scalar.hasBlob()
            && scalar.getBlob().getMetadata().getType().getDimensionality()
                == type.getBlob().getDimensionality();
      case SCHEMA:
      case STRUCTURED_DATASET_TYPE:
        return scalar.hasSchema() || scalar.hasStructuredDataset();
      case ENUM_TYPE:
        return type.getEnumType().getValuesList().contains(scalar.getPrimitive().getStringValue());
      case SIMPLE:
        return isOf(literal, type.getSimple());
      default:
        // A type that is newer than this is the task's to judge.
        return true;
    }
  }

  private static boolean isOf(Literal literal, SimpleType type) {
    Scalar scalar = literal.getScalar();
    switch (type) {
      case NONE:
        return !literal.hasCollection() && !literal.hasMap() && !scalar.hasPrimitive();
      case INTEGER:
        return scalar.getPrimitive().hasInteger();
      case FLOAT:
        return scalar.getPrimitive().hasFloatValue();
      case STRING:
        return scalar.getPrimitive().hasStringValue();
      case BOOLEAN:
        return scalar.getPrimitive().hasBoolean();
      case DATETIME:
        return scalar.getPrimitive().hasDatetime();
      case DURATION:
        return scalar.getPrimitive().hasDuration();
      case BINARY:
        return scalar.hasBinary();
      case ERROR:
        return scalar.hasError();
      case STRUCT:
        return scalar.hasGeneric() || scalar.hasBinary();
      default:
        return true;
    }
  }

  private static String inWords(LiteralType type) {
    switch (type.getTypeCase()) {
      case SIMPLE:
        return lower(type.getSimple());
      case COLLECTION_TYPE:
        return "collection of " + inWords(type.getCollectionType());
      case MAP_VALUE_TYPE:
        return "map of " + inWords(type.getMapValueType());
      case ENUM_TYPE:
        return "one of " + type.getEnumType().getValuesList();
      default:
        return lower(type.getTypeCase()).replace(" type", "");
    }
  }

  private static String inWords(Literal literal) {
    Scalar scalar = literal.getScalar();
    if (literal.hasCollection() || literal.hasMap()) {
      return lower(literal.getValueCase());
    }
    return scalar.hasPrimitive()
        ? lower(scalar.getPrimitive().getValueCase()).replace(" value", "")
        : lower(scalar.getValueCase());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
