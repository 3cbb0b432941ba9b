package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What the class files of this module promise to those who compile against them. */
class KubeflowClassFilesTest {
  private static final int JAVA_11 = 55;

  @Test
  void theyRunOnJava11() throws IOException, URISyntaxException {
    Path classes =
        Path.of(TrainingCluster.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      List<Path> classFiles = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(classFiles).hasSizeGreaterThan(20);
      for (Path file : classFiles) {
        assertThat(majorVersion(file)).as(file.toString()).isEqualTo(JAVA_11);
      }
    }
  }

  @Test
  void theirNullnessIsVisibleToKotlin() {
    assertThat(TrainingCluster.class.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
  }

  private static int majorVersion(Path classFile) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(classFile))) {
      assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
