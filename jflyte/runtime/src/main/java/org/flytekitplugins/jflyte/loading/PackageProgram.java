package org.flytekitplugins.jflyte.loading;

import java.util.List;

/**
 * Something to do with a package, in whichever class loader has the flytekit-api that the package
 * needs. A class that does it has a public constructor without parameters and is public.
 */
public interface PackageProgram {
  /**
   * Does it.
   *
   * @param classPath the package
   * @param arguments whatever the caller wants to tell
   * @return an exit code
   */
  int run(PackageClassPath classPath, List<String> arguments);
}
