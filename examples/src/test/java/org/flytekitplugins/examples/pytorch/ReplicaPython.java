package org.flytekitplugins.examples.pytorch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What the replicas of a test find as {@code python3}: a script, first on their {@code PATH}. */
final class ReplicaPython {
  /** Names an interpreter with PyTorch, where it is none of the usual ones. */
  private static final String VARIABLE = "FLYTEKIT_PYTORCH_PYTHON";

  /** Without the second that an import takes. */
  private static final String FIND_TORCH =
      "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)";

  private ReplicaPython() {}

  /**
   * The environment of replicas that have PyTorch; without one here the test is skipped.
   *
   * @param folder for the script
   */
  static Map<String, String> withTorch(Path folder) throws IOException {
    Optional<String> python =
        Stream.of(System.getenv(VARIABLE), "/usr/bin/python3", "python3")
            .filter(Objects::nonNull)
            .filter(candidate -> runs(candidate, "-c", FIND_TORCH))
            .findFirst();
    assumeTrue(python.isPresent(), "no Python with torch here: name one in " + VARIABLE);
    return environment(folder, python.get());
  }

  /**
   * The environment of replicas whose Python has its standard library and nothing else; without a
   * Python here the test is skipped.
   *
   * @param folder for the script
   */
  static Map<String, String> standardLibraryAlone(Path folder) throws IOException {
    String[] python = {"python3", "-S"};
    assumeTrue(runs("python3", "-S", "-c", "import json"), "no python3 here");
    return environment(folder, python);
  }

  private static boolean runs(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Map<String, String> environment(Path folder, String... python) throws IOException {
    String path = System.getenv("PATH");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    // Not a link: an interpreter looks for its libraries beside the file it was started by.
    String command = String.join("' '", Arrays.asList(python));
    Path script =
        Files.writeString(
            bin.resolve("python3"),
            "#!/bin/sh\nPATH='" + path + "'\nexec '" + command + "' \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Map.of("PATH", bin + File.pathSeparator + path);
  }
}
