package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the class files of this module promise to launchers and packages of other versions. */
class SpiClassFilesTest {
  private static final int JAVA_11 = 55;
  private static final Pattern DEPENDENCY =
      Pattern.compile("^ +(?<from>\\S+) +-> (?<to>\\S+) ", Pattern.MULTILINE);
  private static final Pattern ALLOWED =
      Pattern.compile("(?:java|org\\.flyte\\.api\\.v1|org\\.jspecify\\.annotations)\\..+");

  @Test
  void theyReferToTheJdkFlytesApiAndJspecifyOnly() throws URISyntaxException {
    StringWriter output = new StringWriter();
    PrintWriter out = new PrintWriter(output);
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();

    assertThat(jdeps.run(out, out, "-v", "--ignore-missing-deps", classes().toString())).isZero();

    List<MatchResult> found = DEPENDENCY.matcher(output.toString()).results().toList();
    assertThat(found.stream().map(match -> match.group(1)))
        .contains("org.flytekitplugins.spi.TaskTemplateExtensionRegistrar");
    Set<String> foreign =
        found.stream()
            .map(match -> match.group(2))
            .filter(to -> !to.startsWith("org.flytekitplugins.spi."))
            .collect(Collectors.toSet());
    assertThat(foreign)
        .contains("org.flyte.api.v1.Registrar", "java.lang.Object")
        .allSatisfy(to -> assertThat(to).matches(ALLOWED));
  }

  @Test
  void theyRunOnJava11() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.walk(classes())) {
      List<Path> classFiles = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classFiles).hasSizeGreaterThan(10);
      for (Path file : classFiles) {
        assertThat(majorVersion(file)).as(file.toString()).isEqualTo(JAVA_11);
      }
    }
  }

  @Test
  void theirNullnessIsVisibleToKotlin() {
    assertThat(TaskStorage.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }

  private static int majorVersion(Path classFile) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(classFile))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(TaskStorage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
