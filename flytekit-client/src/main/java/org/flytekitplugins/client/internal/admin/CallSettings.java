package org.flytekitplugins.client.internal.admin;

import com.google.auto.value.AutoValue;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/** How calls are made, whichever Flyte answers them. */
@AutoValue
public abstract class CallSettings {
  CallSettings() {}

  static CallSettings of(
      AdminConfig config,
      @Nullable TokenGrant tokens,
      RetryPolicy retries,
      AdminListener listener) {
    return new AutoValue_CallSettings(config, tokens, retries, listener);
  }

  /** Where Flyte is and how to get in. */
  public abstract AdminConfig config();

  /** Tokens of the caller's; null for what the configuration says. */
  public abstract @Nullable TokenGrant tokens();

  /** How often calls are tried. */
  public abstract RetryPolicy retries();

  /** Who hears when calls are tried again. */
  public abstract AdminListener listener();
}
