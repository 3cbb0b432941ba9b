package org.flytekitplugins.jflyte.loading;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK and flytekit-api, out of a jar that may have more than that; resources it has none.
 */
final class ApiClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  ApiClassLoader(Path jar) {
    super("flytekit-api", new URL[] {url(jar)}, getPlatformClassLoader());
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("jar " + jar, e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("org.flyte.api.v1.")) {
      return super.findClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  public @Nullable URL findResource(String name) {
    return null;
  }
}
