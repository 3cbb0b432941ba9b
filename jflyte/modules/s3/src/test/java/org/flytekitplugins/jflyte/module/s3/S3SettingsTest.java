package org.flytekitplugins.jflyte.module.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.spi.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an environment says of S3, and which of its variables comes first. */
final class S3SettingsTest {
  private static S3Settings settings(String... pairs) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String pair : pairs) {
      environment.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    return new S3Settings(environment);
  }

  @Test
  void flytesEndpointComesBeforeThatOfS3AndThatBeforeTheOneOfAllServices() {
    String all = "AWS_ENDPOINT_URL=https://all.example";
    String ofS3 = "AWS_ENDPOINT_URL_S3=https://s3.example:9000";
    String flytes = "FLYTE_AWS_ENDPOINT=http://minio.flyte:9000";

    assertThat(settings().endpoint()).isNull();
    assertThat(settings(all).endpoint()).isEqualTo(URI.create("https://all.example"));
    assertThat(settings(all, ofS3).endpoint()).isEqualTo(URI.create("https://s3.example:9000"));
    assertThat(settings(all, ofS3, flytes).endpoint())
        .isEqualTo(URI.create("http://minio.flyte:9000"));
    assertThat(settings(all, ofS3, "FLYTE_AWS_ENDPOINT= ").endpoint())
        .isEqualTo(URI.create("https://s3.example:9000"));
  }

  @Test
  void configuredEndpointsCanBeIgnoredAndFlytesIsNoneOfThem() {
    String ignored = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true";

    assertThat(settings(ignored, "AWS_ENDPOINT_URL=https://all.example").endpoint()).isNull();
    assertThat(settings(ignored, "FLYTE_AWS_ENDPOINT=http://minio:9000").endpoint())
        .isEqualTo(URI.create("http://minio:9000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minio.flyte:9000", "ftp://minio", "http://", "http://a b"})
  void whatIsNoAddressOfAServerIsRefused(String endpoint) {
    assertThatThrownBy(settings("AWS_ENDPOINT_URL_S3=" + endpoint)::endpoint)
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "AWS_ENDPOINT_URL_S3 is no address of a server: write http://minio.example.com:9000,"
                + " for example");
  }

  @ParameterizedTest
  @CsvSource({
    "http://minio.flyte:9000,                                        true",
    "https://storage.example.com,                                    true",
    "https://s3.eu-north-1.amazonaws.com,                            false",
    "https://bucket.vpce-1-abc.s3.eu-north-1.vpce.amazonaws.com,     false",
    "https://s3.cn-north-1.amazonaws.com.cn,                         false",
    "https://notamazonaws.com,                                       true",
  })
  void onlyAmazonsServersHaveTheBucketInTheirName(URI endpoint, boolean isPathStyle) {
    assertThat(S3Settings.isPathStyle(endpoint)).isEqualTo(isPathStyle);
    assertThat(S3Settings.isPathStyle(null)).isFalse();
  }

  @Test
  void theRegionIsThatOfTheVariablesOfAllSdks() {
    assertThat(settings().region()).isNull();
    assertThat(settings("AWS_DEFAULT_REGION=eu-west-1").region()).isEqualTo("eu-west-1");
    assertThat(settings("AWS_DEFAULT_REGION=eu-west-1", "AWS_REGION=eu-north-1").region())
        .isEqualTo("eu-north-1");
  }

  @Test
  void halfOfFlytesKeyIsRefused() {
    assertThat(settings("FLYTE_AWS_ACCESS_KEY_ID=a", "FLYTE_AWS_SECRET_ACCESS_KEY=b").keys())
        .containsExactly("a", "b");
    assertThatThrownBy(settings("FLYTE_AWS_SECRET_ACCESS_KEY=hunter2")::keys)
        .hasMessage(
            "FLYTE_AWS_SECRET_ACCESS_KEY is set, but FLYTE_AWS_ACCESS_KEY_ID is not: set both, or"
                + " none for the credentials that the pod or the machine has");
  }

  @Test
  void aServiceAccountsRoleIsTakenUnlessThereIsAKey() {
    String[] role = {"AWS_ROLE_ARN=r", "AWS_WEB_IDENTITY_TOKEN_FILE=f", "AWS_ACCESS_KEY_ID="};

    assertThat(settings(role).hasRoleOfServiceAccount()).isTrue();
    role[2] = "AWS_ACCESS_KEY_ID=a";
    assertThat(settings(role).hasRoleOfServiceAccount()).isFalse();
    assertThat(settings("AWS_ROLE_ARN=r").hasRoleOfServiceAccount()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "1.5"})
  void triesAreCountedFromOneOn(String attempts) {
    assertThat(settings().attempts()).isEqualTo(5);
    assertThat(settings("AWS_MAX_ATTEMPTS= 7 ").attempts()).isEqualTo(7);
    assertThatThrownBy(settings("AWS_MAX_ATTEMPTS=" + attempts)::attempts)
        .hasMessage("AWS_MAX_ATTEMPTS is not a number from 1 on: set it to 5, say");
  }
}
