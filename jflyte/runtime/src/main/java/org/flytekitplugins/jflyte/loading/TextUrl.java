package org.flytekitplugins.jflyte.loading;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;

/** URLs whose content is a text that is known already. */
final class TextUrl extends URLStreamHandler {
  private final String text;

  private TextUrl(String text) {
    this.text = text;
  }

  /**
   * A URL of a text.
   *
   * @param name what it is called in messages
   */
  static URL of(String name, String text) throws MalformedURLException {
    return new URL(null, name, new TextUrl(text));
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {}

      @Override
      public InputStream getInputStream() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }
}
