package org.flytekitplugins.jflyte.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;

/** Packages that tests build, most of them broken. */
final class BuiltPackages {
  private static final String TASK = "org.flyte.flytekit.SdkRunnableTask";
  private static final String WORKFLOW = "org.flyte.flytekit.SdkWorkflow";

  private BuiltPackages() {}

  /** What flytekit-java needs, and our own libraries. */
  static List<Path> libraries() {
    try (Stream<Path> jars = Files.list(GoldenPackage.directory())) {
      return jars.filter(jar -> !GoldenPackage.isOwn(jar)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty package with all that flytekit-java needs. */
  static TestPackages in(Path directory) {
    return TestPackages.in(directory).with(libraries());
  }

  /** Adds a task without input and output. */
  static TestPackages task(TestPackages to, String name) {
    return task(to, name, "public " + name + "()", "");
  }

  /**
   * Adds a task without input and output.
   *
   * @param constructor the head of its constructor
   * @param members further members
   */
  static TestPackages task(TestPackages to, String name, String constructor, String members) {
    return to.source(
            "com.acme." + name,
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class %s extends SdkRunnableTask<Void, Void> {
              %s { super(SdkTypes.nulls(), SdkTypes.nulls()); }
              @Override public Void run(Void input) { return null; }
              %s
            }
            """
                .formatted(name, constructor, members))
        .service(TASK, "com.acme." + name);
  }

  /**
   * Adds a workflow without input and output.
   *
   * @param statements what it does with {@code builder}
   */
  static TestPackages workflow(TestPackages to, String name, String statements) {
    return to.source(
            "com.acme." + name,
            """
            package com.acme;
            import org.flyte.flytekit.*;
            public class %s extends SdkWorkflow<Void, Void> {
              public %1$s() { super(SdkTypes.nulls(), SdkTypes.nulls()); }
              @Override public Void expand(SdkWorkflowBuilder builder, Void input) {
                %s
                return null;
              }
            }
            """
                .formatted(name, statements))
        .service(WORKFLOW, "com.acme." + name);
  }
}
