package org.flytekitplugins.jflyte.module.gs;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import com.google.cloud.storage.StorageRetryStrategy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.module.blob.Connections;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Makes clients of Google Cloud Storage out of an environment. */
final class GsClients {
  static final String EMULATOR = "STORAGE_EMULATOR_HOST";
  static final String IMPERSONATED = "FLYTE_GCP_IMPERSONATE_SERVICE_ACCOUNT";

  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
  private static final int HOUR = 3600;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int SILENCE_MILLIS = 60_000;

  private GsClients() {}

  static Storage of(Map<String, String> environment) {
    String emulator = value(environment, EMULATOR);
    HttpTransportFactory transports = transports(environment);
    StorageOptions.Builder options =
        StorageOptions.http()
            // Objects need none, and looking for one takes a request.
            .setProjectId("jflyte")
            // All that we do can be done again: what is written only if absent is compared.
            .setStorageRetryStrategy(StorageRetryStrategy.getUniformStorageRetryStrategy())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setHttpTransportFactory(transports)
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setReadTimeout(SILENCE_MILLIS)
                    .build());
    if (emulator == null) {
      options.setCredentials(credentials(value(environment, IMPERSONATED), transports));
    } else {
      options
          .setHost(emulator.contains("://") ? emulator : "http://" + emulator)
          .setCredentials(NoCredentials.getInstance());
    }
    return options.build().getService();
  }

  /** Google's own library knows Java's proxy settings, and not those of the environment. */
  static HttpTransportFactory transports(Map<String, String> environment) {
    Connections connections = new Connections(environment);
    return () -> new NetHttpTransport.Builder().setConnectionFactory(connections::to).build();
  }

  private static Credentials credentials(
      @Nullable String impersonated, HttpTransportFactory transports) {
    try {
      GoogleCredentials own = GoogleCredentials.getApplicationDefault(transports);
      return impersonated == null
          ? own
          : ImpersonatedCredentials.create(
              own, impersonated, List.of(), List.of(SCOPE), HOUR, transports);
    } catch (IOException e) {
      throw new StorageException(
          "there are no credentials: bind the pod's service account to one of Google's (workload"
              + " identity), set GOOGLE_APPLICATION_CREDENTIALS to the path of a key, or log in"
              + " (gcloud auth application-default login)",
          e);
    }
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
