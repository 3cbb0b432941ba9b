package org.flytekitplugins.jflyte.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminEndpointTest {
  @ParameterizedTest
  @CsvSource({
    "dns:///flyte.example.com:81, dns:///flyte.example.com:81, ",
    "dns:///flyte.example.com, dns:///flyte.example.com:443, ",
    "dns:flyte.example.com:81, dns:///flyte.example.com:81, ",
    "passthrough:///flyte:81, dns:///flyte:81, ",
    "flyte.example.com:81, dns:///flyte.example.com:81, ",
    "flyte.example.com, dns:///flyte.example.com:443, ",
    "localhost:30080/, dns:///localhost:30080, ",
    "https://flyte.example.com, dns:///flyte.example.com:443, false",
    "HTTPS://flyte.example.com:8443/, dns:///flyte.example.com:8443, false",
    "http://flyte.example.com, dns:///flyte.example.com:80, true",
    "127.0.0.1:1, dns:///127.0.0.1:1, ",
    "[::1]:65535, dns:///[::1]:65535, ",
    "dns:///[fe80::1], dns:///[fe80::1]:443, ",
    "fe80::1, dns:///[fe80::1]:443, ",
  })
  void endpointsAreTakenInTheFormsOfStockJflyteAndFlytectl(
      String text, String target, Boolean plaintext) {
    AdminEndpoint endpoint = AdminEndpoint.parse(text, "FLYTE_PLATFORM_URL");

    assertThat(endpoint.target()).isEqualTo(target);
    assertThat(endpoint.plaintext()).isEqualTo(Optional.ofNullable(plaintext));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://flyte, 'has a scheme that is not dns, http or https'",
    "'', names no host",
    "dns:///, names no host",
    "https://:443, names no host",
    "flyte:0, has a port that is not a number from 1 to 65535",
    "flyte:65536, has a port that is not a number from 1 to 65535",
    "flyte:grpc, has a port that is not a number from 1 to 65535",
    "flyte:, has a port that is not a number from 1 to 65535",
    "my flyte:81, has a character that no host has",
    "https://flyte/console, has a character that no host has",
    "flÿte:81, has a character that no host has",
  })
  void whatIsNoEndpointIsASentence(String text, String fault) {
    assertThatThrownBy(() -> AdminEndpoint.parse(text, "FLYTE_PLATFORM_URL"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "FLYTE_PLATFORM_URL \""
                + text
                + "\" "
                + fault
                + ": write dns:///HOST:PORT, HOST:PORT or https://HOST, like"
                + " dns:///flyte.example.com:443");
  }

  @Test
  void aPasswordInAUrlIsNotRepeated() {
    assertThatThrownBy(() -> AdminEndpoint.parse("https://me:hunter2@flyte", "FLYTE_PLATFORM_URL"))
        .hasMessage(
            "FLYTE_PLATFORM_URL has a character that no host has: write dns:///HOST:PORT, HOST:PORT"
                + " or https://HOST, like dns:///flyte.example.com:443");
  }
}
