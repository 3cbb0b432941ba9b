package org.flytekitplugins.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.flyte.api.v1.Literal;
import org.flyte.flytekit.SdkType;
import org.flytekitplugins.client.FlyteException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What to start, and with what. What is not said, the launch plan says, or else the platform.
 *
 * <pre>{@code
 * Launch.workflow("com.acme.Nightly").version("1").input(inputType, new Input(3)).build()
 * }</pre>
 */
public final class Launch {
  /** What a name is the name of. */
  enum Kind {
    LAUNCH_PLAN,
    WORKFLOW,
    TASK,
    ANY
  }

  private final Kind kind;
  private final String name;
  private final @Nullable String version;
  private final Map<String, Literal> inputs;
  private final @Nullable String executionName;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final @Nullable String serviceAccount;
  private final @Nullable String rawOutputPrefix;
  private final int maxParallelism;
  private final boolean overwriteCache;
  private final @Nullable Boolean interruptible;

  private Launch(Builder builder) {
    kind = builder.kind;
    name = builder.name;
    version = builder.version;
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.inputs));
    executionName = builder.executionName;
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.annotations));
    serviceAccount = builder.serviceAccount;
    rawOutputPrefix = builder.rawOutputPrefix;
    maxParallelism = builder.maxParallelism;
    overwriteCache = builder.overwriteCache;
    interruptible = builder.interruptible;
  }

  /**
   * A launch plan.
   *
   * @param name its full name
   */
  public static Builder launchPlan(String name) {
    return new Builder(Kind.LAUNCH_PLAN, name);
  }

  /**
   * A workflow, which Flyte starts by the launch plan of the same name and version.
   *
   * @param name its full name
   */
  public static Builder workflow(String name) {
    return new Builder(Kind.WORKFLOW, name);
  }

  /**
   * A single task.
   *
   * @param name its full name
   */
  public static Builder task(String name) {
    return new Builder(Kind.TASK, name);
  }

  /**
   * Whatever has a name: the launch plan if there is one, else the task.
   *
   * @param name its full name
   */
  public static Builder named(String name) {
    return new Builder(Kind.ANY, name);
  }

  Kind kind() {
    return kind;
  }

  /** The name of what is started. */
  public String name() {
    return name;
  }

  /** Its version; null for the one that was registered last. */
  public @Nullable String version() {
    return version;
  }

  /** The inputs. */
  public Map<String, Literal> inputs() {
    return inputs;
  }

  @Nullable String executionName() {
    return executionName;
  }

  Map<String, String> labels() {
    return labels;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  @Nullable String serviceAccount() {
    return serviceAccount;
  }

  @Nullable String rawOutputPrefix() {
    return rawOutputPrefix;
  }

  int maxParallelism() {
    return maxParallelism;
  }

  boolean overwriteCache() {
    return overwriteCache;
  }

  @Nullable Boolean interruptible() {
    return interruptible;
  }

  /** How a launch is made. */
  public static final class Builder {
    // What flyteadmin takes; it also becomes a label in Kubernetes.
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    private final Kind kind;
    private final String name;
    private final Map<String, Literal> inputs = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private @Nullable String version;
    private @Nullable String executionName;
    private @Nullable String serviceAccount;
    private @Nullable String rawOutputPrefix;
    private int maxParallelism;
    private boolean overwriteCache;
    private @Nullable Boolean interruptible;

    private Builder(Kind kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    /** The version; the one that was registered last unless said. */
    public Builder version(@Nullable String version) {
      this.version = version;
      return this;
    }

    /**
     * All inputs, as one value of the type that the task or workflow takes.
     *
     * @param type of the inputs
     */
    public <T extends @Nullable Object> Builder input(SdkType<T> type, T value) {
      inputs.putAll(type.toLiteralMap(value));
      return this;
    }

    /** One input. */
    public Builder input(String name, Literal value) {
      inputs.put(name, value);
      return this;
    }

    /** Inputs by name. */
    public Builder inputs(Map<String, Literal> inputs) {
      this.inputs.putAll(inputs);
      return this;
    }

    /**
     * The execution's own name; one that is made by lot unless said.
     *
     * @param name lower-case letters, digits and dashes, at most 63, from a letter on
     */
    public Builder executionName(@Nullable String name) {
      this.executionName = name;
      return this;
    }

    /** A label of the execution and its pods. */
    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    /** An annotation of the execution and its pods. */
    public Builder annotation(String key, String value) {
      annotations.put(key, value);
      return this;
    }

    /** The Kubernetes service account that its pods run as. */
    public Builder serviceAccount(@Nullable String account) {
      this.serviceAccount = account;
      return this;
    }

    /** Where its tasks put files, like {@code s3://bucket/runs}. */
    public Builder rawOutputPrefix(@Nullable String uri) {
      this.rawOutputPrefix = uri;
      return this;
    }

    /** How many of its nodes may run at once; 0 for what the launch plan or platform says. */
    public Builder maxParallelism(int nodes) {
      this.maxParallelism = nodes;
      return this;
    }

    /** Whether tasks run although what they give is cached, and replace it. */
    public Builder overwriteCache(boolean overwrite) {
      this.overwriteCache = overwrite;
      return this;
    }

    /** Whether its tasks may run on nodes that can go; null for what they say themselves. */
    public Builder interruptible(@Nullable Boolean interruptible) {
      this.interruptible = interruptible;
      return this;
    }

    /**
     * The launch.
     *
     * @throws FlyteException if something of it cannot be, with its name and value
     */
    public Launch build() {
      require(!name.isBlank(), "the name of what to start is empty: say one");
      require(
          version == null || !version.isBlank(),
          "the version is empty: say one, or none for the latest");
      require(
          executionName == null || NAME.matcher(executionName).matches(),
          "the execution's name is \""
              + executionName
              + "\": write lower-case letters, digits and dashes, at most 63, from a letter on,"
              + " like nightly-7");
      require(
          maxParallelism >= 0,
          "max parallelism is " + maxParallelism + ": write 1 or more, or 0 for the platform's");
      return new Launch(this);
    }

    private static void require(boolean condition, String sentence) {
      if (!condition) {
        throw new FlyteException(Reason.REFUSED, sentence, null);
      }
    }
  }
}
