package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication.ClientCredentials;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod of Flyte 2 is told by its environment. */
class DriverPodTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "_U_RUN_BASE", "s3://bucket/digits/development/r1",
              "RUN_NAME", "r1",
              "ACTION_NAME", "a0",
              "FLYTE_INTERNAL_EXECUTION_PROJECT", "digits",
              "FLYTE_INTERNAL_EXECUTION_DOMAIN", "development",
              "FLYTE_INTERNAL_TASK_PROJECT", "shared",
              "FLYTE_INTERNAL_TASK_DOMAIN", "production",
              "FLYTE_INTERNAL_TASK_VERSION", "v7",
              "HOME", "/nobody"));

  @Test
  void itIsAnActionWithAFolderForEachOfItsOwn() {
    DriverPod pod = DriverPod.of(environment);

    assertThat(pod.own()).hasToString("digits/development/r1/a0");
    assertThat(pod.folder("train")).isEqualTo("s3://bucket/digits/development/r1/train/");
    assertThat(pod.task("Train")).hasToString("shared/production/Train/v7");
  }

  @Test
  void whatItsTaskDoesNotSayTheRunSays() {
    for (String field : List.of("PROJECT", "DOMAIN")) {
      environment.remove("FLYTE_INTERNAL_TASK_" + field);
      String value = environment.remove("FLYTE_INTERNAL_EXECUTION_" + field);
      environment.put("FLYTE_INTERNAL_" + field, value);
    }
    environment.put("_U_RUN_BASE", "s3://bucket/r1/");

    DriverPod pod = DriverPod.of(environment);

    assertThat(pod.own()).hasToString("digits/development/r1/a0");
    assertThat(pod.folder("train")).isEqualTo("s3://bucket/r1/train/");
    assertThat(pod.task("Train")).hasToString("digits/development/Train/v7");
  }

  @Test
  void whatNobodySaysOfItsTaskTheRunSays() {
    environment.remove("FLYTE_INTERNAL_TASK_PROJECT");
    environment.remove("FLYTE_INTERNAL_TASK_DOMAIN");

    assertThat(DriverPod.of(environment).task("Train")).hasToString("digits/development/Train/v7");
  }

  @ParameterizedTest
  @CsvSource({
    "_U_RUN_BASE,",
    "RUN_NAME,",
    "ACTION_NAME,",
    "ACTION_NAME,' '",
  })
  void whatIsMissingIsNamed(String variable, @Nullable String value) {
    environment.remove(variable);
    if (value != null) {
      environment.put(variable, value);
    }

    assertThatThrownBy(() -> DriverPod.of(environment))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith(variable + " is not set");
  }

  @Test
  void theServicesAreWhereTheOperatorSays() {
    environment.put("_U_EP_OVERRIDE", "flyte-http.flyte:8090");
    environment.put("_U_INSECURE", "true");

    AdminConfig services = DriverPod.of(environment).services();

    assertThat(services.endpoint()).hasToString("dns:///flyte-http.flyte:8090");
    assertThat(services.insecure()).isTrue();
  }

  @Test
  void anApiKeySaysWhereTheyAreAndHowToGetIn() {
    environment.put("_UNION_EAGER_API_KEY", key("dns:///flyte.example.com:443:client:s3cret:acme"));

    AdminConfig services = DriverPod.of(environment).services();

    assertThat(services.endpoint()).hasToString("dns:///flyte.example.com:443");
    assertThat(services.insecure()).isFalse();
    ClientCredentials credentials = (ClientCredentials) services.authentication();
    assertThat(credentials.clientId()).isEqualTo("client");
    assertThat(credentials.secret().read()).isEqualTo("s3cret");
  }

  @Test
  void theEndpointThatTheOperatorSaysIsNotThatOfTheKey() {
    environment.put("EAGER_API_KEY", key("elsewhere:443:second:s3cret:acme"));
    environment.put("_UNION_EAGER_API_KEY", key("dns:///flyte.example.com:443:first:s3cret:acme"));
    environment.put("_U_EP_OVERRIDE", "flyte-http.flyte:8090");

    AdminConfig services = DriverPod.of(environment).services();

    assertThat(services.endpoint()).hasToString("dns:///flyte-http.flyte:8090");
    assertThat(((ClientCredentials) services.authentication()).clientId()).isEqualTo("first");
  }

  @Test
  void aKeyMayBeWrittenForAddresses() {
    String key = key("f:~~~:???:acme").replace('+', '-').replace('/', '_');
    assertThat(key).containsAnyOf("-", "_");
    environment.put("EAGER_API_KEY", key);

    ClientCredentials credentials =
        (ClientCredentials) DriverPod.of(environment).services().authentication();

    assertThat(credentials.clientId()).isEqualTo("~~~");
    assertThat(credentials.secret().read()).isEqualTo("???");
  }

  @ParameterizedTest
  // The last is a:b:c, which lacks one part.
  @ValueSource(strings = {"no key!", "YTpi", "YTpiOmM="})
  void whatIsNoApiKeyIsNotShown(String key) {
    environment.put("EAGER_API_KEY", key);

    assertThatThrownBy(() -> DriverPod.of(environment).services())
        .isInstanceOf(JflyteException.class)
        .hasMessageContaining("holds no API key of Flyte 2")
        .hasMessageNotContaining(key);
  }

  @Test
  void whoIsToldNothingOfServicesSaysWhoCanTellIt() {
    assertThatThrownBy(() -> DriverPod.of(environment).services())
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("_U_EP_OVERRIDE is not set in this pod");
  }

  private static String key(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
