package org.flytekitplugins.jflyte.testing.workflow;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Inputs or outputs by name, as Java's values. They become Flyte's by the types of whom they are
 * given to: {@code 8} is an integer for one and a float for another.
 *
 * <pre>{@code
 * inputs().with("rows", 8).with("model", Path.of("/models/1"))
 * }</pre>
 */
public final class TaskValues {
  private final Map<String, Object> values;

  private TaskValues(Map<String, Object> values) {
    this.values = values;
  }

  /** No inputs yet. */
  public static TaskValues inputs() {
    return new TaskValues(Map.of());
  }

  /** No outputs yet. */
  public static TaskValues outputs() {
    return new TaskValues(Map.of());
  }

  /**
   * Values as flytekit-api and {@code FlyteClient} have them.
   *
   * @param literals by name
   */
  public static TaskValues of(Map<String, Literal> literals) {
    Map<String, Object> values = new LinkedHashMap<>();
    literals.forEach((name, literal) -> values.put(name, JavaValues.object(literal)));
    return new TaskValues(values);
  }

  /**
   * These, and another one.
   *
   * @param value a number, a String, a boolean, an Instant, a Duration; a URI or a Path for a blob;
   *     a List or a Map of such, a Map for a struct, too; or a literal of flytekit-api's
   */
  public TaskValues with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put(name, value);
    return new TaskValues(all);
  }

  /** All of them: longs, doubles, Strings and so on, URIs for blobs. */
  public Map<String, Object> asMap() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /**
   * One of them.
   *
   * @throws JflyteException if there is none of this name
   */
  public Object get(String name) {
    return as(Object.class, name);
  }

  /**
   * An integer.
   *
   * @throws JflyteException if there is none of this name
   */
  public long integer(String name) {
    return as(Number.class, name).longValue();
  }

  /**
   * A float.
   *
   * @throws JflyteException if there is none of this name
   */
  public double number(String name) {
    return as(Number.class, name).doubleValue();
  }

  /**
   * A string.
   *
   * @throws JflyteException if there is none of this name
   */
  public String text(String name) {
    return as(String.class, name);
  }

  /**
   * A boolean.
   *
   * @throws JflyteException if there is none of this name
   */
  public boolean bool(String name) {
    return as(Boolean.class, name);
  }

  /**
   * A datetime.
   *
   * @throws JflyteException if there is none of this name
   */
  public Instant datetime(String name) {
    return as(Instant.class, name);
  }

  /**
   * A duration.
   *
   * @throws JflyteException if there is none of this name
   */
  public Duration duration(String name) {
    return as(Duration.class, name);
  }

  /**
   * Where a blob is.
   *
   * @throws JflyteException if there is none of this name
   */
  public URI blob(String name) {
    return as(URI.class, name);
  }

  /**
   * A list.
   *
   * @throws JflyteException if there is none of this name
   */
  public List<?> list(String name) {
    return as(List.class, name);
  }

  private <T> T as(Class<T> type, String name) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw new JflyteException(
          value == null
              ? String.format("there is no %s: name one of %s", name, values.keySet())
              : String.format(
                  "%s is %s (%s), and no %s: ask for what it is",
                  name, value, value.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(value);
  }

  /**
   * As Flyte's, each what it is by itself: a whole number is an integer, any other a float, a Map a
   * map.
   */
  public Map<String, Literal> literals() {
    return literals(Map.of(), "these values");
  }

  /**
   * As Flyte's.
   *
   * @param types what is wanted; others are what they are by themselves
   * @param owner whose they are, in a sentence
   */
  Map<String, Literal> literals(Map<String, Variable> types, String owner) {
    Map<String, Literal> literals = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Variable variable = types.get(name);
          literals.put(
              name,
              JavaValues.literal(
                  value, variable == null ? null : variable.literalType(), name + " of " + owner));
        });
    return literals;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskValues those && values.equals(those.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
