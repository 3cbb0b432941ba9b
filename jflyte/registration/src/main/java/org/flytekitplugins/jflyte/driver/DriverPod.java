package org.flytekitplugins.jflyte.driver;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.client.internal.flyte2.TaskKey;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.jspecify.annotations.Nullable;

/**
 * What a pod of Flyte 2 is told by its environment: which action it is, where files of the run are,
 * and how to reach the services.
 *
 * @param own the action that it is
 * @param runBase the folder of the run's files
 * @param environment all variables
 */
record DriverPod(ActionKey own, String runBase, Map<String, String> environment) {
  /** Where the services are, as the SDKs of Flyte 2 have it; an operator sets it in all pods. */
  static final String ENDPOINT = "_U_EP_OVERRIDE";

  /** Whether they are spoken to without TLS. */
  static final String INSECURE = "_U_INSECURE";

  /** {@code endpoint:client:secret:organization} in base64, from an operator that wants tokens. */
  private static final List<String> API_KEYS = List.of("_UNION_EAGER_API_KEY", "EAGER_API_KEY");

  private static final String URL = "FLYTE_PLATFORM_URL";

  static DriverPod of(Map<String, String> environment) {
    RunKey run =
        RunKey.of(
            execution(environment, "PROJECT"),
            execution(environment, "DOMAIN"),
            required(environment, "RUN_NAME"));
    return new DriverPod(
        run.action(required(environment, "ACTION_NAME")),
        required(environment, Flyte.RUN_BASE),
        environment);
  }

  /**
   * A task that was registered with the one that runs.
   *
   * @param name its name
   */
  TaskKey task(String name) {
    return TaskKey.of(
        task("PROJECT", own.run().project()),
        task("DOMAIN", own.run().domain()),
        name,
        task("VERSION", null));
  }

  /** The folder of an action's files, which a driver writes for it. */
  String folder(String action) {
    return (runBase.endsWith("/") ? runBase : runBase + "/") + action + "/";
  }

  /** How to reach the services. */
  AdminConfig services() {
    if (value(withServices(environment), URL) == null) {
      throw new JflyteException(
          ENDPOINT
              + " is not set in this pod, so it cannot ask Flyte to run the nodes: have the"
              + " operator set it for all pods (plugins.k8s.default-env-vars), like"
              + " flyte-http.flyte:8090, with "
              + INSECURE
              + "=true if there is no TLS");
    }
    return services(environment);
  }

  /** How a pod of either Flyte reaches it, as jflyte's variables or Flyte 2's own say. */
  static AdminConfig services(Map<String, String> environment) {
    Map<String, String> variables = withServices(environment);
    AdminConfig config = new AdminConfigReader(variables, AdminConfigReader.home(variables)).read();
    String[] credentials = credentials(environment);
    return credentials == null
        ? config
        : config.with(
            ClientCredentials.of(
                credentials[1],
                SecretSource.ofVariable(API_KEYS.get(0), Map.of(API_KEYS.get(0), credentials[2])),
                List.of(),
                null,
                null,
                false));
  }

  /** The variables of a pod, with those by which jflyte finds Flyte. */
  private static Map<String, String> withServices(Map<String, String> environment) {
    String endpoint = value(environment, ENDPOINT);
    String[] credentials = credentials(environment);
    if (endpoint == null && credentials != null) {
      endpoint = credentials[0];
    }
    if (endpoint == null) {
      return environment;
    }
    Map<String, String> variables = new HashMap<>(environment);
    variables.put(URL, endpoint);
    variables.put("FLYTE_PLATFORM_INSECURE", environment.getOrDefault(INSECURE, "false"));
    return variables;
  }

  private static String @Nullable [] credentials(Map<String, String> environment) {
    for (String name : API_KEYS) {
      String key = value(environment, name);
      if (key != null) {
        return credentials(key);
      }
    }
    return null;
  }

  /** Endpoint, client and secret; the endpoint may have colons. */
  private static String[] credentials(String key) {
    String text;
    try {
      text =
          new String(
              Base64.getDecoder().decode(key.strip().replace('-', '+').replace('_', '/')),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformedKey();
    }
    String[] parts = text.split(":", -1);
    if (parts.length < 4) {
      throw malformedKey();
    }
    int client = parts.length - 3;
    return new String[] {
      String.join(":", List.of(parts).subList(0, client)), parts[client], parts[client + 1]
    };
  }

  private static JflyteException malformedKey() {
    return new JflyteException(
        String.join(" or ", API_KEYS)
            + " holds no API key of Flyte 2, which is endpoint:client:secret:organization in"
            + " base64: have the operator set another one");
  }

  private String task(String field, @Nullable String otherwise) {
    String value = ExecutionVariables.find(environment, field);
    if (value != null) {
      return value;
    }
    if (otherwise != null) {
      return otherwise;
    }
    return required(environment, ExecutionVariables.TASK_PREFIX + field);
  }

  private static String execution(Map<String, String> environment, String field) {
    String value = value(environment, "FLYTE_INTERNAL_EXECUTION_" + field);
    return value != null ? value : required(environment, "FLYTE_INTERNAL_" + field);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = value(environment, name);
    if (value == null) {
      throw new JflyteException(
          name
              + " is not set: this command runs in pods of Flyte 2, which sets it; run the task"
              + " with jflyte run");
    }
    return value;
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value;
  }
}
