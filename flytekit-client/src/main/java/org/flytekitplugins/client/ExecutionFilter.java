package org.flytekitplugins.client;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.client.FlyteException.Reason;

/**
 * Which executions are listed. What is said has to hold all at once; phases are alternatives.
 *
 * <pre>{@code
 * ExecutionFilter.builder().phase(ExecutionPhase.FAILED).workflow("com.acme.Nightly").build()
 * }</pre>
 */
public final class ExecutionFilter {
  private static final ExecutionFilter ALL = builder().build();

  private final String text;

  private ExecutionFilter(String text) {
    this.text = text;
  }

  /** All that there are. */
  public static ExecutionFilter all() {
    return ALL;
  }

  /** A filter that is still to be said. */
  public static Builder builder() {
    return new Builder();
  }

  /** The filter as flyteadmin reads it. */
  String text() {
    return text;
  }

  /** How a filter is made. */
  public static final class Builder {
    private final Set<ExecutionPhase> phases = EnumSet.noneOf(ExecutionPhase.class);
    private final Map<String, String> names = new TreeMap<>();

    private Builder() {}

    /** In this phase, or another one that is said. */
    public Builder phase(ExecutionPhase phase) {
      phases.add(phase);
      return this;
    }

    /** Of this workflow, whatever launch plan has started it. */
    public Builder workflow(String name) {
      return named("workflow", name);
    }

    /** Started by this launch plan. */
    public Builder launchPlan(String name) {
      return named("launch_plan", name);
    }

    /** Of this single task. */
    public Builder task(String name) {
      return named("task", name);
    }

    private Builder named(String entity, String name) {
      // What flyteadmin's filters are written with cannot be quoted there.
      if (!name.matches("[^+,()\\s]+")) {
        throw new FlyteException(
            Reason.REFUSED,
            "the filter names the "
                + entity.replace('_', ' ')
                + " \""
                + name
                + "\": write a name without blanks, commas, brackets and '+', which flyteadmin's"
                + " filters cannot hold",
            null);
      }
      names.put(entity, name);
      return this;
    }

    /** The filter. */
    public ExecutionFilter build() {
      String text =
          names.entrySet().stream()
              .map(entry -> "eq(" + entry.getKey() + ".name," + entry.getValue() + ")")
              .collect(Collectors.joining("+"));
      if (phases.isEmpty()) {
        return new ExecutionFilter(text);
      }
      String alternatives = phases.stream().map(Enum::name).collect(Collectors.joining(";"));
      return new ExecutionFilter(
          "value_in(phase," + alternatives + ")" + (text.isEmpty() ? "" : "+" + text));
    }
  }
}
