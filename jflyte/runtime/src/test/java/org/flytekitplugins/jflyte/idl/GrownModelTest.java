package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import org.flyte.api.v1.Literal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * flytekit-api's enums grow: 0.4.62 has values that 0.4.35 has not. Our sources compile beside one
 * each of whose enums has one value more, because every switch has a default.
 */
class GrownModelTest {
  private static final int CONSTANT =
      Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | Opcodes.ACC_ENUM;

  @TempDir Path folder;

  @Test
  void ourSourcesCompileBesideAModelWhoseEnumsHaveOneValueMore() throws Exception {
    Path grown = Files.createDirectories(folder.resolve("grown"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int enums = growEnums(grown);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                classes.toString(),
                "-cp",
                grown + File.pathSeparator + System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    ToolProvider.getSystemJavaCompiler()
        .run(null, null, complaints, arguments.toArray(new String[0]));

    assertThat(enums).isGreaterThan(10);
    assertThat(complaints.toString(StandardCharsets.UTF_8).lines().filter(l -> l.contains("error")))
        .isEmpty();
    assertThat(classes.resolve("org/flytekitplugins/jflyte/idl/NodeIdl.class")).exists();
  }

  /** Writes all enums of the flytekit-api that we compile against, each with one value more. */
  private static int growEnums(Path folder) throws Exception {
    Path api = Path.of(Literal.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    int grown = 0;
    try (JarFile jar = new JarFile(api.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          ClassReader reader = new ClassReader(read(jar, entry));
          if ((reader.getAccess() & Opcodes.ACC_ENUM) != 0) {
            Path file = folder.resolve(entry.getName());
            Files.createDirectories(file.getParent());
            Files.write(file, withOneMore(reader));
            grown++;
          }
        }
      }
    }
    return grown;
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream bytes = jar.getInputStream(entry)) {
      return bytes.readAllBytes();
    }
  }

  private static byte[] withOneMore(ClassReader reader) {
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            visitField(CONSTANT, "ONE_MORE", "L" + reader.getClassName() + ";", null, null)
                .visitEnd();
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }
}
