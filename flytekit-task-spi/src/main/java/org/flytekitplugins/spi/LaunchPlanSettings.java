package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a launch plan says beside its workflow, its inputs and its cron schedule, for which
 * flytekit-java has places.
 *
 * <pre>{@code
 * LaunchPlanSettings.builder()
 *     .fixedRate(Duration.ofHours(6))
 *     .notification(Notification.email("team@example.com"))
 *     .label("team", "vision")
 *     .build()
 * }</pre>
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/launch_plan.proto">launch_plan.proto</a>
 */
@AutoValue
public abstract class LaunchPlanSettings {
  LaunchPlanSettings() {}

  /** How long after one scheduled start the next follows, or null where no rate is fixed. */
  public abstract @Nullable Duration fixedRate();

  /** The input that gets the time for which a schedule starts the workflow, or null for none. */
  public abstract @Nullable String kickoffTimeInput();

  /** Whom Flyte tells that an execution has ended. */
  public abstract List<Notification> notifications();

  /** Labels of the executions, and of their pods. */
  public abstract Map<String, String> labels();

  /** Annotations of the executions, and of their pods. */
  public abstract Map<String, String> annotations();

  /** How many nodes of an execution may run at once, or null for the platform's default. */
  public abstract @Nullable Integer maxParallelism();

  /** Whether executions compute again what is cached, and cache the new results. */
  public abstract boolean isCacheOverwritten();

  /** What executions say of spot nodes in the workflow's place, or null for what that says. */
  public abstract @Nullable Boolean interruptible();

  /** The service account of Kubernetes that the pods run as, or null for the platform's. */
  public abstract @Nullable String serviceAccount();

  /** Where files of the outputs go, or null for the platform's place. */
  public abstract @Nullable String rawOutputPrefix();

  /** Settings that say nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes settings. */
  public static final class Builder {
    private @Nullable Duration fixedRate;
    private @Nullable String kickoffTimeInput;
    private final List<Notification> notifications = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private @Nullable Integer maxParallelism;
    private boolean cacheOverwritten;
    private @Nullable Boolean interruptible;
    private @Nullable String serviceAccount;
    private @Nullable String rawOutputPrefix;

    private Builder() {}

    /**
     * Starts the workflow again and again at this distance, counted from the activation of the
     * launch plan. Use flytekit-java's {@code withCronSchedule} for times of the day.
     *
     * @throws IllegalArgumentException if it is not a whole number of minutes above zero
     */
    public Builder fixedRate(Duration fixedRate) {
      boolean wholeMinutes = fixedRate.getSeconds() % 60 == 0 && fixedRate.getNano() == 0;
      if (fixedRate.isNegative() || fixedRate.isZero() || !wholeMinutes) {
        throw new IllegalArgumentException(
            "launchPlan.fixedRate is "
                + fixedRate
                + ": Flyte counts minutes, so give it a whole number of them, 1 or more");
      }
      if (fixedRate.toMinutes() > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "launchPlan.fixedRate is "
                + fixedRate
                + ": Flyte counts up to 2147483647 minutes, so give it fewer");
      }
      this.fixedRate = fixedRate;
      return this;
    }

    /**
     * Gives the workflow the time for which a schedule has started it.
     *
     * @param input an input of the workflow of type datetime that nothing else gives
     * @throws IllegalArgumentException if it is blank
     */
    public Builder kickoffTimeInput(String input) {
      Blank.refuse(
          "launchPlan.kickoffTimeInput", input, "name an input of the workflow, or leave it out");
      this.kickoffTimeInput = input;
      return this;
    }

    /** Adds somebody who is told that an execution has ended. */
    public Builder notification(Notification notification) {
      notifications.add(notification);
      return this;
    }

    /**
     * Adds a label.
     *
     * @throws IllegalArgumentException if Kubernetes takes no such key or value
     */
    public Builder label(String key, String value) {
      KubernetesNames.requireKey("launchPlan.labels", key);
      KubernetesNames.requireValue("launchPlan.labels", key, value);
      labels.put(key, value);
      return this;
    }

    /**
     * Adds an annotation.
     *
     * @throws IllegalArgumentException if Kubernetes takes no such key
     */
    public Builder annotation(String key, String value) {
      KubernetesNames.requireKey("launchPlan.annotations", key);
      annotations.put(key, value);
      return this;
    }

    /**
     * Sets how many nodes of an execution may run at once.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder maxParallelism(int maxParallelism) {
      if (maxParallelism < 1) {
        throw new IllegalArgumentException(
            "launchPlan.maxParallelism is "
                + maxParallelism
                + ": let 1 or more nodes run at once, or leave it out");
      }
      this.maxParallelism = maxParallelism;
      return this;
    }

    /** Lets executions compute again what is cached, and cache the new results. */
    public Builder overwriteCache() {
      this.cacheOverwritten = true;
      return this;
    }

    /** Says in the workflow's place whether its tasks may run on spot nodes. */
    public Builder interruptible(boolean interruptible) {
      this.interruptible = interruptible;
      return this;
    }

    /**
     * Sets the service account of Kubernetes that the pods run as.
     *
     * @throws IllegalArgumentException if Kubernetes has no such names
     */
    public Builder serviceAccount(String serviceAccount) {
      KubernetesNames.requireServiceAccount("launchPlan.serviceAccount", serviceAccount);
      this.serviceAccount = serviceAccount;
      return this;
    }

    /**
     * Sets where files of the outputs go.
     *
     * @param rawOutputPrefix a URI such as {@code s3://bucket/path}
     * @throws IllegalArgumentException if it has no scheme
     */
    public Builder rawOutputPrefix(String rawOutputPrefix) {
      if (rawOutputPrefix.indexOf("://") < 1) {
        throw new IllegalArgumentException(
            "launchPlan.rawOutputPrefix is \""
                + rawOutputPrefix
                + "\": write a URI such as s3://bucket/path");
      }
      this.rawOutputPrefix = rawOutputPrefix;
      return this;
    }

    /** Makes the settings. */
    public LaunchPlanSettings build() {
      return new AutoValue_LaunchPlanSettings(
          fixedRate,
          kickoffTimeInput,
          List.copyOf(notifications),
          Collections.unmodifiableMap(new LinkedHashMap<>(labels)),
          Collections.unmodifiableMap(new LinkedHashMap<>(annotations)),
          maxParallelism,
          cacheOverwritten,
          interruptible,
          serviceAccount,
          rawOutputPrefix);
    }
  }
}
