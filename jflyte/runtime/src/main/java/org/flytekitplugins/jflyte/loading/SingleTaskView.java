package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.net.URL;
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
    if (name.equals(ServiceFiles.FOLDER + service)) {
      return Collections.enumeration(
          Collections.singleton(TextUrl.of("jflyte:" + service, provider)));
    }
    for (String other : ServiceFiles.TASKS) {
      if (name.equals(ServiceFiles.FOLDER + other)) {
        return Collections.emptyEnumeration();
      }
    }
    return getParent().getResources(name);
  }
}
