package org.flytekitplugins.client.internal.admin.auth;

import com.google.auto.value.AutoValue;
import java.util.List;

/** What flyteadmin tells its clients about tokens. */
@AutoValue
public abstract class OAuthServer {
  OAuthServer() {}

  /**
   * What it tells.
   *
   * @param tokenUrl whom to ask for one
   * @param scopes what to ask for
   * @param audience for whom it is; may be empty
   * @param header the metadata key it is sent by; may be empty
   */
  public static OAuthServer of(
      String tokenUrl, List<String> scopes, String audience, String header) {
    return new AutoValue_OAuthServer(tokenUrl, List.copyOf(scopes), audience, header);
  }

  /** Whom to ask for one. */
  public abstract String tokenUrl();

  /** What to ask for. */
  public abstract List<String> scopes();

  /** For whom it is; may be empty. */
  public abstract String audience();

  /** The metadata key it is sent by; may be empty. */
  public abstract String header();
}
