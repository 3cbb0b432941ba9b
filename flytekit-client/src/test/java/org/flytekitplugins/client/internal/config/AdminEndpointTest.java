package org.flytekitplugins.client.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.flytekitplugins.kubeflow.internal.SentenceException;
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
    "http://[::1]:8089, dns:///[::1]:8089, true",
    "[fe80::1%eth0]:1, dns:///[fe80::1%eth0]:1, ",
    "2001:db8:0:0:0:0:0:1, dns:///[2001:db8:0:0:0:0:0:1]:443, ",
    "my_flyte:81, dns:///my_flyte:81, ",
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
    "flyte:81/path:80, has a character that no host has",
    "[::1, has a character that no host has",
    "[flyte]:81, has an IPv6 address that is none",
    "[::1::2]:81, has an IPv6 address that is none",
    "1:2:3:4:5:6:7:8:81, has an IPv6 address that is none",
    "flyte:81:82, has a character that no host has",
    "::1:8089, 'may be an IPv6 address with a port or without: put the address in brackets'",
    "dns:///{{ .Values.host }}:81, has a placeholder that nobody has replaced",
    "${FLYTE_HOST}:81, has a placeholder that nobody has replaced",
    "$FLYTE_HOST, has a placeholder that nobody has replaced",
    "https://<host>, has a placeholder that nobody has replaced",
    "%HOST%:81, has a placeholder that nobody has replaced",
  })
  void whatIsNoEndpointIsASentence(String text, String fault) {
    assertThatThrownBy(() -> AdminEndpoint.parse(text, "FLYTE_PLATFORM_URL"))
        .isInstanceOf(SentenceException.class)
        .hasMessage(
            "FLYTE_PLATFORM_URL \""
                + text
                + "\" "
                + fault
                + ": write dns:///HOST:PORT, HOST:PORT or https://HOST, like"
                + " dns:///flyte.example.com:443");
  }

  @ParameterizedTest
  @CsvSource({
    "https://me:hunter2@flyte, https://…@flyte",
    "me:hun@ter2@flyte:81, …@flyte:81",
    "https://flyte?token=hunter2, https://flyte?…",
  })
  void credentialsInAUrlAreNotRepeated(String url, String shown) {
    assertThatThrownBy(() -> AdminEndpoint.parse(url, "FLYTE_PLATFORM_URL"))
        .hasMessage(
            "FLYTE_PLATFORM_URL \""
                + shown
                + "\" has a character that no host has: write dns:///HOST:PORT, HOST:PORT or"
                + " https://HOST, like dns:///flyte.example.com:443");
  }
}
