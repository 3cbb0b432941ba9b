package org.flytekitplugins.jflyte.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service files say what {@link java.util.ServiceLoader} would find in them. */
final class ServiceFilesTest {
  private static final String SERVICE = "com.acme.Service";

  private static final String FILE =
      """
      # com.acme.Removed is gone
      #com.acme.Off
      com.acme.One # not com.acme.Two
        com.acme.Three\t

      com.acme.Three$Inner#the end
      com.acme.One
      com.acme.Last""";

  @TempDir Path folder;

  private URLClassLoader packageOf(String... files) throws IOException {
    List<URL> roots = new ArrayList<>();
    for (String file : files) {
      Path root = folder.resolve("root-" + roots.size());
      Path services = Files.createDirectories(root.resolve(ServiceFiles.FOLDER));
      Files.writeString(services.resolve(SERVICE), file);
      roots.add(root.toUri().toURL());
    }
    return new URLClassLoader(roots.toArray(new URL[0]), null);
  }

  @Test
  void providersAreInOrderOnceEachWithoutComments() throws IOException {
    try (URLClassLoader loader = packageOf(FILE, "com.acme.Last\ncom.acme.Other\n")) {
      assertThat(ServiceFiles.providers(loader, SERVICE))
          .containsExactly(
              "com.acme.One",
              "com.acme.Three",
              "com.acme.Three$Inner",
              "com.acme.Last",
              "com.acme.Other");
      assertThat(ServiceFiles.providers(loader, "com.acme.OtherService")).isEmpty();
    }
  }

  @Test
  void aClassIsAProviderWhereALineNamesItOutsideAComment() throws IOException {
    try (URLClassLoader loader = packageOf(FILE, "com.acme.Other\n")) {
      assertThat(
              List.of(
                      "com.acme.Removed",
                      "com.acme.Off",
                      "com.acme.One",
                      "com.acme.Two",
                      "com.acme.Three",
                      "com.acme.Three$Inner",
                      "com.acme.Thr",
                      "acme.One",
                      "com.acme.Last",
                      "com.acme.Other",
                      "com.acme.Absent")
                  .stream()
                  .filter(name -> ServiceFiles.isProvider(loader, SERVICE, name)))
          .containsExactly(
              "com.acme.One",
              "com.acme.Three",
              "com.acme.Three$Inner",
              "com.acme.Last",
              "com.acme.Other");
      assertThat(ServiceFiles.isProvider(loader, "com.acme.OtherService", "com.acme.One"))
          .isFalse();
    }
  }
}
