package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Manifest;
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

  private static final String FLYTE_SERVICES = ServiceFiles.FOLDER + "org.flyte";

  private final ClassSource[] sources;

  /**
   * @param name shown in stack traces
   * @param classPath jars, and folders of classes
   * @param parent has the shared packages, and whatever the class path lacks
   */
  public ChildFirstClassLoader(String name, List<Path> classPath, ClassLoader parent) {
    super(name, new URL[0], parent);
    sources = new ClassSource[classPath.size()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = new ClassSource(classPath.get(i), this);
      addURL(sources[i].url());
    }
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
      if (isOfPackagesOnly(name)) {
        BinderComplaint.leaveOutFor(name);
        throw e;
      }
      return getParent().loadClass(name);
    }
  }

  // The launcher has copies of its own of what trainings are described with. A package that lacks
  // one would be loaded with half of each: a class of one is no class of the other.
  private static boolean isOfPackagesOnly(String name) {
    return name.startsWith("org.slf4j.impl.")
        || (name.startsWith("org.flytekitplugins.")
            && !name.startsWith("org.flytekitplugins.jflyte."));
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

  // URLClassLoader makes URLs, code sources and more anew for each class, which takes five times as
  // long as the Java machine needs to define it. It is asked for what manifests' Class-Path names.
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/').concat(".class");
    try {
      for (ClassSource source : sources) {
        byte[] bytes = source.read(file);
        if (bytes != null) {
          definePackageOf(name, source);
          return defineClass(name, bytes, 0, bytes.length, source.protectionDomain());
        }
      }
    } catch (IOException | IllegalStateException e) {
      throw new ClassNotFoundException(name, e);
    }
    return super.findClass(name);
  }

  private void definePackageOf(String className, ClassSource source) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    String packageName = className.substring(0, dot);
    Manifest manifest = source.manifest();
    try {
      if (manifest == null) {
        definePackage(packageName, null, null, null, null, null, null, null);
      } else {
        definePackage(packageName, manifest, source.url());
      }
    } catch (IllegalArgumentException e) {
      // Another thread was faster.
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
    if (name.startsWith(FLYTE_SERVICES)) {
      return withoutMarks(own);
    }
    if (isChildOnly(name)) {
      return own;
    }
    List<URL> all = new ArrayList<>();
    own.asIterator().forEachRemaining(all::add);
    getParent().getResources(name).asIterator().forEachRemaining(all::add);
    return Collections.enumeration(all);
  }

  // Editors on Windows put a byte order mark in front, which ServiceLoader takes for a part of the
  // first name.
  private static Enumeration<URL> withoutMarks(Enumeration<URL> serviceFiles) {
    List<URL> files = new ArrayList<>();
    while (serviceFiles.hasMoreElements()) {
      files.add(ServiceFiles.withoutMark(serviceFiles.nextElement()));
    }
    return Collections.enumeration(files);
  }

  private static boolean isChildOnly(String resource) {
    return resource.startsWith("META-INF/services/") || resource.startsWith("org/slf4j/impl/");
  }

  /** Closes all jars: no class and no resource can be loaded any more. */
  @Override
  public void close() throws IOException {
    super.close();
    for (ClassSource source : sources) {
      source.close();
    }
  }
}
