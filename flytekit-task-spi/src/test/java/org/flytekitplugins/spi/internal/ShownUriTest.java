package org.flytekitplugins.spi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a message shows of a URI. */
class ShownUriTest {
  @ParameterizedTest
  @CsvSource({
    "s3://bucket/a/b.jar, s3://bucket/a/b.jar",
    "s3://bucket/me@home.jar, s3://bucket/me@home.jar",
    "file:///tmp/a?b, file:///tmp/a?b",
    "s3://key:secret@bucket/a, s3://…@bucket/a",
    "https://me@idp/token, https://…@idp/token",
    "https://me:p@ss@idp/token?x=1, https://…@idp/token?…",
    "https://account.blob/a?sv=1&sig=abc, https://account.blob/a?…",
    "me:secret@host:81, …@host:81",
    "/a/folder, /a/folder",
  })
  void credentialsAreLeftOut(String uri, String shown) {
    assertThat(ShownUri.of(uri)).isEqualTo(shown);
  }
}
