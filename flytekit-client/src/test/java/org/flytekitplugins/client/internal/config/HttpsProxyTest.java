package org.flytekitplugins.client.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpsProxyTest {
  private static HttpsProxy proxy(String url, String noProxy) {
    return HttpsProxy.of(Map.of("HTTPS_PROXY", url, "NO_PROXY", noProxy));
  }

  @Test
  void thereIsNoneUnlessTheEnvironmentNamesOne() {
    assertThat(HttpsProxy.of(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "a", "HTTP_PROXY", "b")))
        .isNull();
  }

  @Test
  void theSpellingInCapitalsWins() {
    assertThat(HttpsProxy.of(Map.of("HTTPS_PROXY", "a:1", "https_proxy", "b:2")))
        .hasToString("http://a:1 of HTTPS_PROXY");
    assertThat(HttpsProxy.of(Map.of("https_proxy", "b:2")))
        .hasToString("http://b:2 of HTTPS_PROXY");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example.com,              proxy.example.com, 80",
    "proxy.example.com:3128,         proxy.example.com, 3128",
    "http://proxy.example.com:3128/, proxy.example.com, 3128",
    "HTTP://10.1.2.3:8080,           10.1.2.3,          8080",
    "http://[2001:db8::1]:8080,      2001:db8::1,       8080",
  })
  void aUrlSaysHostAndPort(String url, String host, int port) {
    HttpsProxy proxy = proxy(url, "");

    assertThat(proxy.host()).isEqualTo(host);
    assertThat(proxy.port()).isEqualTo(port);
    assertThat(proxy.authorization()).isNull();
  }

  @Test
  void whoAsksIsSentAndNotShown() {
    HttpsProxy proxy = proxy("http://ann:pa%3Ass@proxy:1", "");

    assertThat(proxy.user()).isEqualTo("ann");
    assertThat(proxy.password()).isEqualTo("pa:ss");
    assertThat(proxy.authorization()).isEqualTo("Basic YW5uOnBhOnNz");
    assertThat(proxy).hasToString("http://proxy:1 of HTTPS_PROXY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy:1",
        "socks5://proxy:1",
        "http://",
        "http://proxy:70000",
        "http://a b",
        "http://ann:hunter2@:1"
      })
  void whatCannotBeAProxyIsRefused(String url) {
    assertThatThrownBy(() -> proxy(url, ""))
        .isInstanceOf(SentenceException.class)
        .hasMessageStartingWith("HTTPS_PROXY \"")
        .hasMessageEndingWith(": write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flyte.example.com | ''                          | true",
        "localhost         | ''                          | false",
        "127.0.0.1         | ''                          | false",
        "127.8.8.8         | ''                          | false",
        "::1               | ''                          | false",
        "flyte.example.com | *                           | false",
        "flyte.example.com | example.com                 | false",
        "example.com       | example.com                 | false",
        "notexample.com    | example.com                 | true",
        "example.com       | .example.com                | true",
        "flyte.example.com | .example.com                | false",
        "flyte.example.com | *.example.com               | false",
        "FLYTE.example.com | flyte.EXAMPLE.com           | false",
        "flyte.example.com | a.org, flyte.example.com    | false",
        "flyte.example.com | flyte.example.com:443       | false",
        "flyte.example.com | flyte.example.com:8089      | true",
        "10.1.2.3          | 10.0.0.0/8                  | false",
        "11.1.2.3          | 10.0.0.0/8                  | true",
        "10.1.2.3          | 10.1.2.3                    | false",
        "10.1.2.3          | 10.1.2.4                    | true",
        "10.1.2.3          | 10.1.2.2/31                 | false",
        "10.1.2.4          | 10.1.2.2/31                 | true",
        "10.1.2.3          | 10.0.0.0/99                 | true",
        "10.1.2.3          | 10.0.0.0/x                  | true",
        "10.1.2.3          | 1.2.3                       | true",
        "2001:db8::7       | 2001:db8::/32               | false",
        "2001:db8::7       | [2001:db8::7]:443           | false",
        "2001:db8::7       | 2001:db8::7                 | false",
        "2001:db8::7       | 10.0.0.0/8                  | true",
      })
  void someHostsAreReachedWithout(String host, String noProxy, boolean through) {
    assertThat(proxy("proxy:1", noProxy).isFor(host, 443)).isEqualTo(through);
  }
}
