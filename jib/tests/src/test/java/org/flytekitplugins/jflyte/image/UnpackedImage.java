package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An image as a node has it: fetched by its digest, unpacked, and run by runc as Kubernetes would
 * run it, with a folder of this machine as {@code /storage}. How, {@code jib/containers.sh} says.
 */
final class UnpackedImage implements AutoCloseable {
  private static final String CONTAINERS = "jib/containers.sh";

  private final SourceTree tree;
  private final Path folder;
  private final Path storage;
  private final Path logs;

  private UnpackedImage(SourceTree tree, Path folder, Path storage, Path logs) {
    this.tree = tree;
    this.folder = folder;
    this.storage = storage;
    this.logs = logs;
  }

  static UnpackedImage fetch(
      SourceTree tree, JibImage image, Path folder, Path storage, Path logs) {
    tree.function(
            CONTAINERS,
            "fetch_image",
            image.byDigest(),
            folder.toString(),
            "--src-tls-verify=false")
        .succeed();
    return new UnpackedImage(tree, folder, storage, logs);
  }

  /** The root of the containers' file system. */
  Path root() {
    return folder.resolve("rootfs");
  }

  /** The files of the root file system whose names match a glob. */
  List<Path> files(String glob) throws IOException {
    var matcher = root().getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.walk(root())) {
      return files.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    }
  }

  /** Starts a container, with variables and arguments beside those of the image. */
  Container start(String name, Map<String, String> variables, List<String> arguments) {
    return container(name, call("run_container", name, variables, arguments));
  }

  /**
   * Says what a container will run, as far as that can be done before its start.
   *
   * @param temporarySpace the size of its {@code /tmp}, such as {@code 64m}
   */
  void prepare(
      String name, Map<String, String> variables, List<String> arguments, String temporarySpace) {
    call("prepare_container", name, variables, arguments)
        .with("TMP_SIZE", temporarySpace)
        .succeed();
  }

  Container startPrepared(String name) {
    return container(name, tree.function(CONTAINERS, "start_container", folder.toString(), name));
  }

  private Program call(
      String function, String name, Map<String, String> variables, List<String> arguments) {
    List<String> call = new ArrayList<>(List.of(function, folder.toString(), name));
    call.add(storage.toString());
    variables.forEach((variable, value) -> call.add(variable + "=" + value));
    call.add("--");
    call.addAll(arguments);
    return tree.function(CONTAINERS, call.toArray(String[]::new));
  }

  private Container container(String name, Program program) {
    return new Container(name, program.loggedIn(logs.resolve(name + ".log")).start());
  }

  @Override
  public void close() {
    tree.function(CONTAINERS, "delete_containers", folder.toString()).run();
  }

  /** A container that was started. */
  final class Container {
    private final String name;
    private final Program.Execution execution;

    private Container(String name, Program.Execution execution) {
      this.name = name;
      this.execution = execution;
    }

    boolean isRunning() {
      return execution.isRunning();
    }

    int exitCode() {
      return execution.exitCode();
    }

    void mustSucceed() {
      execution.mustSucceed();
    }

    List<String> output() {
      return execution.output();
    }

    /** Sends SIGTERM, if it is there still. */
    void terminate() {
      tree.function(CONTAINERS, "kill_container", folder.toString(), name, "TERM").run();
    }
  }
}
