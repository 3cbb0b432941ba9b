package org.flytekitplugins.kubeflow;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;

/** Has the classes of the tests, but not their services. */
final class OwnServices extends URLClassLoader {
  private OwnServices(Path folder) throws MalformedURLException {
    super(new URL[] {folder.toUri().toURL()}, OwnServices.class.getClassLoader());
  }

  /** A class loader with these services and no others. */
  static OwnServices of(Path folder, Class<?> service, Class<?>... providers) throws IOException {
    Path file = folder.resolve("META-INF").resolve("services").resolve(service.getName());
    Files.createDirectories(file.getParent());
    StringBuilder names = new StringBuilder();
    for (Class<?> provider : providers) {
      names.append(provider.getName()).append('\n');
    }
    Files.writeString(file, names);
    return new OwnServices(folder);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return findResources(name);
  }
}
