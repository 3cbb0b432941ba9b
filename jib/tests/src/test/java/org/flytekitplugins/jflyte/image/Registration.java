package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;

/**
 * The examples, registered with a flyteadmin on loopback and serialized, both with their image.
 *
 * @param admin the flyteadmin, which has them
 * @param tasks the folder of the serialized ones
 */
record Registration(LocalFlyteAdmin admin, Path tasks) implements AutoCloseable {
  static final String PROJECT = "flytesnacks";
  static final String DOMAIN = "development";
  static final String VERSION = "check";

  static Registration register(SourceTree tree, Path tasks, Path logs) throws IOException {
    LocalFlyteAdmin admin = LocalFlyteAdmin.start();
    try {
      tree.trustWhatIsBuilt();
      tree.documented(
              "register",
              Map.of(
                  "version",
                  VERSION,
                  "FLYTE_PLATFORM_URL",
                  admin.endpoint(),
                  "FLYTE_PLATFORM_INSECURE",
                  "true"))
          .loggedIn(logs.resolve("register.log"))
          .succeed();
      tree.program(
              "bash",
              "-c",
              "bin/jflyte serialize workflows --folder \"$0\""
                  + " --classpath \"examples/target/classes:$(<examples/target/image-class-path)\""
                  + " --jib-json examples/target/jib-image.json"
                  + " --package-dir '/app/resources:/app/classes:/app/libs/*'",
              tasks.toString())
          .loggedIn(logs.resolve("serialize.log"))
          .succeed();
      return new Registration(admin, tasks);
    } catch (IOException | RuntimeException | Error e) {
      admin.close();
      throw e;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
