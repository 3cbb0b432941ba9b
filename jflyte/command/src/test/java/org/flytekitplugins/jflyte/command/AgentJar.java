package org.flytekitplugins.jflyte.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Java agent that does nothing, in a jar as monitoring tools have one. */
final class AgentJar {
  private AgentJar() {}

  /** What runs before main. */
  static final class Agent {
    private Agent() {}

    public static void premain(String arguments) {}
  }

  static Path in(Path folder) throws IOException {
    String name = Agent.class.getName();
    String entry = name.replace('.', '/') + ".class";
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), name);
    Path jar = folder.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(AgentJar.class.getResourceAsStream("/" + entry).readAllBytes());
    }
    return jar;
  }
}
