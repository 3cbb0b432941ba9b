package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flytekitplugins.jflyte.image.Program.Execution;

/**
 * From nothing to a training in containers, for all tests together: each step is done once, when
 * the first test asks for it. No Docker, no public registry: a base image out of this machine's
 * JDK, a registry on loopback. What is left at the end are the logs, in {@code target/image-tests}.
 */
final class Images implements AutoCloseable {
  private static final String DIGITS_JSON = "examples/target/jib-image.json";

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Path work = Files.createTempDirectory("image-tests");
  private final Path logs = Path.of("target/image-tests").toAbsolutePath();
  private final Path storage = Files.createDirectory(work.resolve("storage"));
  private final SourceTree tree = SourceTree.copy(work.resolve("project"), work.resolve("cache"));
  private final Once<Registry> registry =
      new Once<>(() -> Registry.start(work.resolve("registry")));
  private final Once<Path> base = new Once<>(this::buildBase);
  private final Once<JibImage> runtime = new Once<>(this::buildRuntime);
  private final Once<JibImage> digits = new Once<>(this::buildDigits);
  private final Once<Registration> registration = new Once<>(this::register);
  private final Once<UnpackedImage> unpackedDigits = new Once<>(() -> fetch(digits(), "digits"));
  private final Once<DigitsInContainers> training = new Once<>(this::train);
  private final Once<JibImage> archived = new Once<>(this::buildArchived);
  private final Once<UnpackedImage> unpackedArchived =
      new Once<>(() -> fetch(archived(), "archived"));

  Images() throws IOException {
    Folders.giveTo(Propeller.USER, storage);
  }

  /** Where a test may write what goes away with the rest. */
  Path work() {
    return work;
  }

  /** Where logs stay. */
  Path logs() {
    return logs;
  }

  /** What containers have as {@code /storage}. */
  Path storage() {
    return storage;
  }

  SourceTree tree() {
    return tree;
  }

  Registry registry() {
    return registry.get();
  }

  /** The base image, a file. */
  Path base() {
    return base.get();
  }

  JibImage runtime() {
    return runtime.get();
  }

  /** The image of the examples. */
  JibImage digits() {
    return digits.get();
  }

  /** The image of the examples, as a node has it. */
  UnpackedImage unpackedDigits() {
    return unpackedDigits.get();
  }

  /** The image of the examples with a class-data archive, which was made of the one without. */
  JibImage archived() {
    return archived.get();
  }

  UnpackedImage unpackedArchived() {
    return unpackedArchived.get();
  }

  Registration registration() {
    return registration.get();
  }

  DigitsInContainers training() {
    return training.get();
  }

  Propeller propeller() {
    return new Propeller(storage, registration().tasks());
  }

  private Path buildBase() {
    Progress.step("base image out of this machine's JDK");
    Path file = work.resolve("base.tar");
    tree.program("jib/base-image", file.toString()).loggedIn(log("base-image")).succeed();
    return file;
  }

  private JibImage buildRuntime() throws IOException {
    Map<String, String> variables =
        Map.of("base", base().toString(), "runtime", registry().name() + "/flytekit-jflyte:check");
    Progress.step("runtime image: built and pushed");
    documented("build-runtime", variables);
    return JibImage.read(tree.path("jib/target/jib-image.json"));
  }

  private JibImage buildDigits() throws IOException {
    runtime();
    Progress.step("image of examples: built and pushed");
    return cleanlyBuildDigits();
  }

  /** Builds and pushes the image of the examples, compiled from its sources alone. */
  JibImage cleanlyBuildDigits() throws IOException {
    // Kotlin compiles otherwise when it finds Java's classes beside the sources: only a clean build
    // can be repeated byte for byte.
    Folders.delete(tree.path("examples/target/classes"));
    return rebuildDigits();
  }

  /** Builds and pushes the image of the examples, of which something may be compiled already. */
  JibImage rebuildDigits() throws IOException {
    return buildDigits("build-digits", "check");
  }

  private JibImage buildDigits(String command, String tag) throws IOException {
    documented(
        command,
        Map.of("runtime", runtime().byDigest(), "image", registry().name() + "/digits:" + tag));
    return JibImage.read(tree.path(DIGITS_JSON));
  }

  private Registration register() throws IOException {
    digits();
    Progress.step("registered with a flyteadmin, by digest");
    return Registration.register(tree, work.resolve("tasks"), logs);
  }

  private UnpackedImage fetch(JibImage image, String name) {
    Progress.step(name + ": fetched by digest");
    return UnpackedImage.fetch(tree, image, work.resolve(name), storage, logs);
  }

  private DigitsInContainers train() throws IOException {
    return DigitsInContainers.run(propeller(), unpackedDigits());
  }

  private JibImage buildArchived() throws IOException {
    training();
    Progress.step("a class-data archive over third-party jars, and the image with it");
    Files.copy(storage.resolve("evaluate/inputs.pb"), storage.resolve("inputs.pb"));
    documented("archive", Map.of("work", work.toString()));
    // The image without is the one that tests go on with.
    byte[] json = Files.readAllBytes(tree.path(DIGITS_JSON));
    JibImage image = buildDigits("build-archived", "archived");
    Files.write(tree.path(DIGITS_JSON), json);
    return image;
  }

  /** Runs a command of {@code docs/images.md}, which must succeed. */
  Execution documented(String name, Map<String, String> variables) throws IOException {
    return tree.documented(name, variables).loggedIn(log(name)).succeed();
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    unpackedDigits.made().ifPresent(UnpackedImage::close);
    unpackedArchived.made().ifPresent(UnpackedImage::close);
    registration.made().ifPresent(Registration::close);
    registry.made().ifPresent(Registry::close);
    Folders.delete(work);
  }
}
