package org.flytekitplugins.jflyte.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flyte.jflyte.api.FileSystem;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.JflyteModule;
import org.flytekitplugins.jflyte.loading.ModuleDirectory;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * The file systems of a process by the scheme of their URIs. {@code file} is built in; modules are
 * loaded when a URI with another scheme is asked for, not before.
 */
public final class FileSystems {
  private static final String REMEDY =
      "put a module that serves it into the module directory (" + ModuleDirectory.VARIABLE + ")";

  private final FileSystem local = new LocalFileSystem();
  private final Map<String, String> environment;
  private final @Nullable Path moduleDirectory;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Map<String, List<Origin>> byScheme;

  private record Origin(FileSystem fileSystem, String place) {}

  private FileSystems(Map<String, String> environment, @Nullable Path moduleDirectory) {
    this.environment = environment;
    this.moduleDirectory = moduleDirectory;
  }

  /**
   * Serves {@code file} and what the modules in a directory serve.
   *
   * @param environment what the modules find their settings in
   * @param moduleDirectory a folder with one folder of jars for each module; null: no modules
   */
  public static FileSystems of(Map<String, String> environment, @Nullable Path moduleDirectory) {
    return new FileSystems(Map.copyOf(environment), moduleDirectory);
  }

  /** Serves {@code file} and some file systems of the caller's. */
  public static FileSystems of(List<? extends FileSystem> others) {
    FileSystems fileSystems = new FileSystems(Map.of(), null);
    Map<String, List<Origin>> byScheme = new LinkedHashMap<>();
    for (FileSystem other : others) {
      add(byScheme, new Origin(other, other.getClass().getName()));
    }
    fileSystems.byScheme = byScheme;
    return fileSystems;
  }

  /**
   * The file system that serves a URI.
   *
   * @throws JflyteException if the URI has no scheme, if no file system or more than one serves its
   *     scheme, or if a module cannot be loaded
   */
  public FileSystem forUri(String uri) {
    String scheme = schemeOf(uri);
    if (scheme.equals("file")) {
      return local;
    }
    Map<String, List<Origin>> known = byScheme();
    List<Origin> origins = known.getOrDefault(scheme, List.of());
    if (origins.isEmpty()) {
      throw new JflyteException(unknownScheme(uri, scheme, known));
    }
    if (origins.size() > 1) {
      origins = usersOwn(scheme, origins);
    }
    if (origins.size() > 1) {
      throw new JflyteException(
          String.format(
              "URI %s: scheme %s is served by %s and by %s: remove one of these modules",
              ShownUri.of(uri), scheme, origins.get(0).place(), origins.get(1).place()));
    }
    return origins.get(0).fileSystem();
  }

  // Whoever puts a module beside ours wants it to be asked.
  private List<Origin> usersOwn(String scheme, List<Origin> origins) {
    List<Origin> own = new ArrayList<>();
    for (Origin origin : origins) {
      if (!JflyteModule.isOurs(origin.fileSystem())) {
        own.add(origin);
      }
    }
    if (own.size() == 1 && told.add(scheme)) {
      System.err.println(
          "[jflyte] scheme "
              + scheme
              + " is served by "
              + own.get(0).place()
              + ", which goes before"
              + " jflyte's own module: remove it to have that back");
    }
    return own.size() == 1 ? own : origins;
  }

  private static String schemeOf(String uri) {
    int colon = uri.indexOf(':');
    boolean valid = colon > 0 && Character.isLetter(uri.charAt(0));
    for (int i = 0; i < colon; i++) {
      char c = uri.charAt(i);
      valid &= c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.');
    }
    if (!valid) {
      throw new JflyteException(
          "URI '"
              + ShownUri.of(uri)
              + "' has no scheme: write file:///a/path for a file of this machine");
    }
    return uri.substring(0, colon);
  }

  private String unknownScheme(String uri, String scheme, Map<String, List<Origin>> known) {
    List<String> schemes = new ArrayList<>(List.of("file"));
    schemes.addAll(known.keySet());
    String where =
        moduleDirectory == null
            ? "there is no module directory"
            : "these are built in or in " + moduleDirectory;
    return String.format(
        "URI %s: no file system serves scheme %s, only %s (%s): %s",
        ShownUri.of(uri), scheme, String.join(", ", schemes), where, REMEDY);
  }

  private Map<String, List<Origin>> byScheme() {
    Map<String, List<Origin>> known = byScheme;
    if (known == null) {
      synchronized (this) {
        known = byScheme;
        if (known == null) {
          known = loadModules();
          byScheme = known;
        }
      }
    }
    return known;
  }

  private Map<String, List<Origin>> loadModules() {
    Map<String, List<Origin>> loaded = new LinkedHashMap<>();
    if (moduleDirectory != null) {
      for (JflyteModule module : ModuleDirectory.of(moduleDirectory).modules()) {
        for (FileSystem fileSystem : module.fileSystems(environment)) {
          add(loaded, new Origin(fileSystem, module.directory().toString()));
        }
      }
    }
    return loaded;
  }

  private static void add(Map<String, List<Origin>> byScheme, Origin origin) {
    byScheme
        .computeIfAbsent(origin.fileSystem().getScheme(), scheme -> new ArrayList<>())
        .add(origin);
  }
}
