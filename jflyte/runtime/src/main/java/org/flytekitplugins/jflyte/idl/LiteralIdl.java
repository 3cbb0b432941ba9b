package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Literals, the values that tasks and workflows pass on, and Flyte's messages for them. Whole files
 * of literals go faster through {@link LiteralMapBytes}.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/literals.proto">literals.proto</a>
 */
public final class LiteralIdl {
  private LiteralIdl() {}

  /**
   * The message of a literal.
   *
   * @throws JflyteException if the literal holds something that Flyte cannot carry: a moment beyond
   *     the years 1 to 9999, a duration beyond 10,000 years, or a kind of value that this version
   *     does not know
   */
  public static Literals.Literal toIdl(Literal literal) {
    return switch (literal.kind()) {
      case SCALAR ->
          Literals.Literal.newBuilder().setScalar(ScalarIdl.toIdl(literal.scalar())).build();
      case COLLECTION -> {
        Literals.LiteralCollection.Builder collection = Literals.LiteralCollection.newBuilder();
        for (Literal element : literal.collection()) {
          collection.addLiterals(toIdl(element));
        }
        yield Literals.Literal.newBuilder().setCollection(collection).build();
      }
      case MAP -> Literals.Literal.newBuilder().setMap(toIdl(literal.map())).build();
      default -> throw UnknownToModel.inModel("Literal", literal.kind());
    };
  }

  /**
   * The message of named literals, in the order of the map.
   *
   * @throws JflyteException as {@link #toIdl(Literal)} does
   */
  public static Literals.LiteralMap toIdl(Map<String, Literal> literals) {
    Literals.LiteralMap.Builder map = Literals.LiteralMap.newBuilder();
    for (Map.Entry<String, Literal> entry : literals.entrySet()) {
      map.putLiterals(entry.getKey(), toIdl(entry.getValue()));
    }
    return map.build();
  }

  /**
   * The literal of a message.
   *
   * @throws JflyteException if the message holds a kind of value that flytekit-java's model cannot
   *     carry
   */
  public static Literal fromIdl(Literals.Literal literal) {
    return fromIdl(literal, FieldPath.ROOT);
  }

  /**
   * The named literals of a message, in its order.
   *
   * @return a map that cannot be changed
   * @throws JflyteException as {@link #fromIdl(Literals.Literal)} does, with the name of the value
   */
  public static Map<String, Literal> fromIdl(Literals.LiteralMap literals) {
    return fromIdl(literals, FieldPath.ROOT);
  }

  static Literal fromIdl(Literals.Literal literal, FieldPath place) {
    return switch (literal.getValueCase()) {
      case SCALAR -> Literal.ofScalar(ScalarIdl.fromIdl(literal.getScalar(), place));
      case COLLECTION -> {
        FieldPath inside = place.element();
        List<Literal> elements = new ArrayList<>(literal.getCollection().getLiteralsCount());
        for (Literals.Literal element : literal.getCollection().getLiteralsList()) {
          elements.add(fromIdl(element, inside));
        }
        yield Literal.ofCollection(Collections.unmodifiableList(elements));
      }
      case MAP -> Literal.ofMap(fromIdl(literal.getMap(), place));
      default ->
          throw new JflyteException(
              place
                  + " is a literal without a scalar, a collection or a map"
                  + UnknownToModel.fieldsOf(literal)
                  + "; give it a value of one of these kinds");
    };
  }

  private static Map<String, Literal> fromIdl(Literals.LiteralMap literals, FieldPath place) {
    Map<String, Literal> map = new LinkedHashMap<>();
    for (Map.Entry<String, Literals.Literal> entry : literals.getLiteralsMap().entrySet()) {
      map.put(entry.getKey(), fromIdl(entry.getValue(), place.value(entry.getKey())));
    }
    return Collections.unmodifiableMap(map);
  }
}
