package org.flytekitplugins.jflyte.loading;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.flyte.api.v1.Registrar;
import org.jspecify.annotations.Nullable;

/**
 * The flytekit-api that launcher and package share is the newer of their two: a package built
 * against a newer flytekit-java calls members that the launcher's own lacks, while the launcher can
 * do without members that it does not know.
 */
final class SharedApi {
  private SharedApi() {}

  /** The package's flytekit-api, if it is newer than the one that this class runs with. */
  static Optional<Path> newerIn(PackageClassPath classPath) {
    Path newest = null;
    ApiVersion newestVersion = null;
    boolean named = false;
    for (Path entry : classPath.entries()) {
      ApiVersion version = ApiVersion.inName(entry);
      named |= version != null;
      if (isNewer(version, newestVersion)) {
        newest = entry;
        newestVersion = version;
      }
    }
    // Nobody renames that jar, so jars are opened only when it may be part of one.
    for (Path entry : classPath.entries()) {
      if (!named && PackageClassPath.isJar(entry) && Files.isRegularFile(entry)) {
        ApiVersion version = ApiVersion.inJar(entry);
        if (isNewer(version, newestVersion)) {
          newest = entry;
          newestVersion = version;
        }
      }
    }
    return newest != null && isNewer(newestVersion, ownVersion())
        ? Optional.of(newest)
        : Optional.empty();
  }

  private static boolean isNewer(@Nullable ApiVersion version, @Nullable ApiVersion other) {
    return version != null && (other == null || version.compareTo(other) > 0);
  }

  private static @Nullable ApiVersion ownVersion() {
    CodeSource source = Registrar.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return null;
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      ApiVersion version = ApiVersion.inName(jar);
      return version != null || !Files.isRegularFile(jar) ? version : ApiVersion.inJar(jar);
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return null;
    }
  }
}
