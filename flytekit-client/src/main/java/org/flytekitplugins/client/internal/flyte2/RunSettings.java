package org.flytekitplugins.client.internal.flyte2;

import com.google.auto.value.AutoValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all of a run: Flyte 2's RunSpec. What is not said, the tasks say, or the platform.
 *
 * @see <a href="https://github.com/flyteorg/flyte/blob/main/flyteidl2/task/run.proto">run.proto</a>
 */
@AutoValue
public abstract class RunSettings {
  private static final int LABELS = 1;
  private static final int ANNOTATIONS = 2;
  private static final int ENVS = 3;
  private static final int INTERRUPTIBLE = 4;
  private static final int RAW_DATA = 7;
  private static final int SECURITY = 8;
  private static final int CACHE = 9;
  private static final int CONCURRENCY = 13;
  // Of the messages within, each of which has one field that we say.
  private static final int VALUES = 1;
  private static final int RUN_AS = 1;
  private static final int SERVICE_ACCOUNT = 2;

  RunSettings() {}

  /** Settings that are still to be said. */
  public static Builder builder() {
    return new AutoValue_RunSettings.Builder()
        .labels(Map.of())
        .annotations(Map.of())
        .environment(Map.of())
        .rawDataPrefix("")
        .serviceAccount("")
        .overwriteCache(false)
        .concurrency(0);
  }

  /** The settings of a message. */
  public static RunSettings of(Fields message) {
    return builder()
        .labels(message.message(LABELS).textMap(VALUES))
        .annotations(message.message(ANNOTATIONS).textMap(VALUES))
        .environment(message.message(ENVS).textMap(VALUES))
        .interruptible(
            message.messageIfAny(INTERRUPTIBLE).map(value -> value.flag(VALUES)).orElse(null))
        .rawDataPrefix(message.message(RAW_DATA).text(VALUES))
        .serviceAccount(message.message(SECURITY).message(RUN_AS).text(SERVICE_ACCOUNT))
        .overwriteCache(message.message(CACHE).flag(VALUES))
        .concurrency((int) message.number(CONCURRENCY))
        .build();
  }

  /** Labels of the run and its pods. */
  public abstract Map<String, String> labels();

  /** Annotations of the run and its pods. */
  public abstract Map<String, String> annotations();

  /** Variables of its pods; they replace the tasks' own of the same name. */
  public abstract Map<String, String> environment();

  /** Whether tasks may run on nodes that can go; null for what they say. */
  public abstract @Nullable Boolean interruptible();

  /** Where tasks put files; empty for what the platform says. */
  public abstract String rawDataPrefix();

  /** The Kubernetes service account; empty for what the platform says. */
  public abstract String serviceAccount();

  /** Whether tasks run although what they give is cached, and replace it. */
  public abstract boolean overwriteCache();

  /** How many actions may run at once; 0 for any. */
  public abstract int concurrency();

  /** The message. */
  public Fields toMessage() {
    Fields.Builder message = Fields.builder();
    add(message, LABELS, labels());
    add(message, ANNOTATIONS, annotations());
    add(message, ENVS, environment());
    Boolean may = interruptible();
    if (may != null) {
      message.message(INTERRUPTIBLE, Fields.builder().flag(VALUES, may).build());
    }
    if (!rawDataPrefix().isEmpty()) {
      message.message(RAW_DATA, Fields.builder().text(VALUES, rawDataPrefix()).build());
    }
    if (!serviceAccount().isEmpty()) {
      Fields identity = Fields.builder().text(SERVICE_ACCOUNT, serviceAccount()).build();
      message.message(SECURITY, Fields.builder().message(RUN_AS, identity).build());
    }
    if (overwriteCache()) {
      message.message(CACHE, Fields.builder().flag(VALUES, true).build());
    }
    return message.number(CONCURRENCY, concurrency()).build();
  }

  // KeyValuePair and the entries of maps are written alike.
  private static void add(Fields.Builder message, int field, Map<String, String> values) {
    if (!values.isEmpty()) {
      message.message(field, Fields.builder().textMap(VALUES, values).build());
    }
  }

  /** How settings are said. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Labels of the run and its pods. */
    public abstract Builder labels(Map<String, String> labels);

    /** Annotations of the run and its pods. */
    public abstract Builder annotations(Map<String, String> annotations);

    /** Variables of its pods. */
    public abstract Builder environment(Map<String, String> variables);

    /** Whether tasks may run on nodes that can go. */
    public abstract Builder interruptible(@Nullable Boolean interruptible);

    /** Where tasks put files. */
    public abstract Builder rawDataPrefix(String uri);

    /** The Kubernetes service account. */
    public abstract Builder serviceAccount(String account);

    /** Whether what is cached is replaced. */
    public abstract Builder overwriteCache(boolean overwrite);

    /** How many actions may run at once. */
    public abstract Builder concurrency(int actions);

    /** The settings. */
    public abstract RunSettings build();
  }
}
