package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes from its own class path first, so that a package or module meets the libraries it
 * was built with, whatever the launcher itself uses. Only what both sides must share, because
 * instances are passed around, comes from the launcher: flytekit-api, jflyte-api and our SPI.
 */
public final class ChildFirstClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /**
   * @param name shown in stack traces
   * @param classPath jars, and folders of classes
   * @param parent has the shared packages, and whatever the class path lacks
   */
  public ChildFirstClassLoader(String name, List<Path> classPath, ClassLoader parent) {
    super(name, urls(classPath), parent);
  }

  private static URL[] urls(List<Path> classPath) {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = classPath.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("class path entry " + classPath.get(i), e);
      }
    }
    return urls;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = find(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return getParent().loadClass(name);
    }
    if (isOfTheJdk(name)) {
      Class<?> found = findInJdk(name);
      if (found != null) {
        return found;
      }
    }
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      if (name.startsWith("org.slf4j.impl.")) {
        throw e;
      }
      return getParent().loadClass(name);
    }
  }

  private static boolean isShared(String name) {
    return name.startsWith("java.")
        || name.startsWith("org.flyte.api.v1.")
        || name.startsWith("org.flyte.jflyte.api.")
        || name.startsWith("org.flytekitplugins.spi.");
  }

  // Prefixes that jars use as well (javax.annotation, javax.inject): the JDK is asked first, since
  // a second org.w3c.dom next to the one its parsers use fits nowhere.
  private static boolean isOfTheJdk(String name) {
    return name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.")
        || name.startsWith("org.w3c.dom.")
        || name.startsWith("org.xml.sax.");
  }

  private static @Nullable Class<?> findInJdk(String name) {
    try {
      return getPlatformClassLoader().loadClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own != null || isChildOnly(name) ? own : getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> own = findResources(name);
    if (isChildOnly(name)) {
      return own;
    }
    List<URL> all = new ArrayList<>();
    own.asIterator().forEachRemaining(all::add);
    getParent().getResources(name).asIterator().forEachRemaining(all::add);
    return Collections.enumeration(all);
  }

  private static boolean isChildOnly(String resource) {
    return resource.startsWith("META-INF/services/") || resource.startsWith("org/slf4j/impl/");
  }
}
