package org.flytekitplugins.jflyte.admin.auth;

import java.util.List;

/**
 * What flyteadmin tells its clients about tokens.
 *
 * @param tokenUrl whom to ask for one
 * @param scopes what to ask for
 * @param audience for whom it is; may be empty
 * @param header the metadata key it is sent by; may be empty
 */
public record OAuthServer(String tokenUrl, List<String> scopes, String audience, String header) {
  /** Keeps a copy that nobody can change. */
  public OAuthServer {
    scopes = List.copyOf(scopes);
  }
}
