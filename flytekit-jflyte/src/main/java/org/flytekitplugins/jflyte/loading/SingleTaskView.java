package org.flytekitplugins.jflyte.loading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;

/**
 * A package whose service files name one task only. Registrars that look for tasks here find that
 * one and make no other, be there thousands; everything else is the package's.
 */
final class SingleTaskView extends ClassLoader {
  private final String service;
  private final String provider;

  /**
   * @param service the one task service that has a provider
   * @param provider the task's class
   */
  SingleTaskView(ClassLoader packageLoader, String service, String provider) {
    super("task " + provider, packageLoader);
    this.service = service;
    this.provider = provider;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (name.startsWith(ServiceFiles.FOLDER)) {
      switch (name.substring(ServiceFiles.FOLDER.length())) {
        case ServiceFiles.RUNNABLE_TASK:
        case ServiceFiles.DYNAMIC_WORKFLOW_TASK:
        case ServiceFiles.CONTAINER_TASK:
        case ServiceFiles.PLUGIN_TASK:
          return name.endsWith(service)
              ? Collections.enumeration(Collections.singleton(serviceFile()))
              : Collections.emptyEnumeration();
        default:
          break;
      }
    }
    return getParent().getResources(name);
  }

  private URL serviceFile() throws IOException {
    return new URL(null, "jflyte:" + service, new TextHandler(provider));
  }

  private static final class TextHandler extends URLStreamHandler {
    private final String text;

    TextHandler(String text) {
      this.text = text;
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
}
