package org.flytekitplugins.jflyte.module.blob;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flytekitplugins.spi.StorageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no proxy. Those that are one stand in the tests of the modules, on the wire. */
final class ConnectionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy:1",
        "socks5://proxy:1",
        "http://",
        "http://proxy:70000",
        "http://proxy:0",
        "http://a b",
        "http://ann:hunter2@:1",
        "http://ann:hun^ter2@proxy:1"
      })
  void whatCannotBeAProxyIsRefusedAndNotShown(String url) {
    for (String variable : new String[] {"HTTPS_PROXY", "https_proxy"}) {
      assertThatThrownBy(() -> new Connections(Map.of(variable, url)))
          .isInstanceOf(StorageException.class)
          .hasNoCause()
          .hasMessage(
              "HTTPS_PROXY cannot be a proxy: write http://HOST:PORT, or"
                  + " http://USER:PASSWORD@HOST:PORT");
    }
  }
}
