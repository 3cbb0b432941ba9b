package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users read when flyteadmin is not where, or not what, they think. */
final class ServerTest {
  @TempDir static Path shared;
  private static Path directory;

  @TempDir Path home;

  @BeforeAll
  static void buildPackage() {
    TestPackages sources = BuiltPackages.in(shared.resolve("package"));
    BuiltPackages.task(sources, "Train");
    directory =
        BuiltPackages.workflow(sources, "Nightly", "builder.apply(\"train\", new Train());")
            .build();
  }

  private Jflyte jflyte(LocalFlyteAdmin admin) {
    return new Jflyte(home)
        .with("FLYTE_PLATFORM_URL", admin.endpoint())
        .with("FLYTE_PLATFORM_INSECURE", "true");
  }

  private static Jflyte.Outcome register(Jflyte jflyte) {
    return jflyte.run(
        "register",
        "workflows",
        "-p",
        "p",
        "-d",
        "development",
        "-v",
        "1",
        "-cp",
        directory.toString(),
        "--package-dir",
        "/app/*",
        "--image",
        "i");
  }

  private static Jflyte.Outcome says(String sentence) {
    return new Jflyte.Outcome(1, "", "jflyte: " + sentence + "\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void nothingSaysWhereItIs() {
    assertThat(register(new Jflyte(home)))
        .isEqualTo(
            new Jflyte.Outcome(
                1,
                "",
                "jflyte: nothing says where flyteadmin is: set FLYTE_PLATFORM_URL, like"
                    + " dns:///flyte.example.com:443, or admin.endpoint in "
                    + home.resolve(".flyte/config.yaml")
                    + "\n"));
  }

  @Test
  void nobodyListensThere() throws IOException {
    int port = freePort();

    Jflyte.Outcome outcome =
        register(
            new Jflyte(home)
                .with("FLYTE_PLATFORM_URL", "dns:///127.0.0.1:" + port)
                .with("FLYTE_PLATFORM_INSECURE", "true"));

    assertThat(outcome)
        .isEqualTo(
            says(
                "CreateTask: nothing listens at dns:///127.0.0.1:"
                    + port
                    + ", trying again\njflyte: nothing listens at dns:///127.0.0.1:"
                    + port
                    + ", where flyteadmin should be: look at FLYTE_PLATFORM_URL or"
                    + " admin.endpoint, and whether the server runs"));
  }

  @Test
  void itSpeaksPlaintextButTlsIsAskedFor() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      Jflyte.Outcome outcome =
          register(new Jflyte(home).with("FLYTE_PLATFORM_URL", admin.endpoint()));

      assertThat(outcome)
          .isEqualTo(
              says(
                  "what listens at "
                      + admin.endpoint()
                      + " does not speak TLS: set FLYTE_PLATFORM_INSECURE=true if it is meant to"
                      + " be plaintext, or look at the port"));
    }
  }

  @Test
  void aTokenIsRefused() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("right").start()) {
      Path token = Files.writeString(home.resolve("token"), "s3cr3t-and-wrong\n");

      Jflyte.Outcome outcome =
          register(jflyte(admin).with("FLYTE_PLATFORM_TOKEN_FILE", token.toString()));

      assertThat(outcome)
          .isEqualTo(
              says(
                  "flyteadmin at "
                      + admin.endpoint()
                      + " refused CreateTask for want of a good token (token parse error"
                      + " [JWT_VERIFICATION_FAILED]): the token in the file "
                      + token
                      + " of FLYTE_PLATFORM_TOKEN_FILE was refused: put one there that is for this"
                      + " flyteadmin and has not expired"));
      assertThat(outcome.toString()).doesNotContain("s3cr3t");
    }
  }

  @Test
  void aTokenThatNoHeaderCanCarryIsNotPrinted() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("right").start()) {
      Path token = Files.writeString(home.resolve("token"), "s3cr3t\nmore\n");

      Jflyte.Outcome outcome =
          register(jflyte(admin).with("FLYTE_PLATFORM_TOKEN_FILE", token.toString()));

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.err())
          .contains(
              "the token in the file "
                  + token
                  + " of FLYTE_PLATFORM_TOKEN_FILE has a line break or another character that no"
                  + " header can carry: put the token there alone\n");
      assertThat(outcome.toString())
          .doesNotContain("s3cr3t")
          .doesNotContain(bytes("s3cr3t"))
          .doesNotContain("io.grpc");
    }
  }

  /** As a log shows bytes: a part of an array. */
  private static String bytes(String text) {
    String array = Arrays.toString(text.getBytes(StandardCharsets.US_ASCII));
    return array.substring(1, array.length() - 1);
  }

  @Test
  void aTokenIsNeeded() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("right").start()) {
      assertThat(register(jflyte(admin)))
          .isEqualTo(
              says(
                  "flyteadmin at "
                      + admin.endpoint()
                      + " refused CreateTask for want of a good token (token parse error"
                      + " [JWT_VERIFICATION_FAILED]): no token was sent: set"
                      + " FLYTE_PLATFORM_TOKEN_FILE, configure admin.authType ClientSecret or"
                      + " ExternalCommand in Flyte's configuration, or give one (--auth-mode of"
                      + " jflyte, token() of FlyteClient)"));
    }
  }

  /** The package has three entities, and each of them would fail for the same reason. */
  @Test
  void aCommandThatPrintsNoTokenIsNamedOnce() throws IOException {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().requireToken("right").start()) {
      Path config =
          Files.writeString(
              home.resolve("config.yaml"),
              """
              admin:
                endpoint: %s
                insecure: true
                authType: ExternalCommand
                command: ["false"]
              """
                  .formatted(admin.endpoint()));

      assertThat(register(new Jflyte(home).with("FLYTECTL_CONFIG", config.toString())))
          .isEqualTo(
              says(
                  "the command \"false\", which should print the token, ended with exit code 1: run"
                      + " it by hand to see why"));
    }
  }

  @Test
  void theProjectIsNotThere() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.builder().projects("other").start()) {
      Jflyte.Outcome outcome = register(jflyte(admin));

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.out()).endsWith(" s; 0 already there, 1 failed, 2 not tried\n");
      assertThat(outcome.err())
          .isEqualTo(
              """
              jflyte: task com.acme.Train: flyteadmin refused it: failed to validate that project \
              [p] and domain [development] are registered, err: [missing entity of type project]
              jflyte: workflow com.acme.Nightly: not tried because the task com.acme.Train is not \
              registered
              jflyte: launch plan com.acme.Nightly: not tried because the workflow \
              com.acme.Nightly is not registered
              """);
    }
  }

  @Test
  void itPermitsNothing() {
    try (LocalFlyteAdmin admin = LocalFlyteAdmin.start()) {
      admin.faults().failNext(1, Status.Code.PERMISSION_DENIED);

      assertThat(register(jflyte(admin)))
          .isEqualTo(
              says(
                  "flyteadmin at "
                      + admin.endpoint()
                      + " does not permit CreateTask to whom the token is for (injected by"
                      + " LocalFlyteAdmin): ask for the permission, or use another token"));
    }
  }

  @Test
  void clientCredentialsOfFlytesOwnConfigurationAreTaken() throws IOException {
    try (LocalFlyteAdmin admin =
        LocalFlyteAdmin.builder().requireToken().client("robot", "s3cr3t").start()) {
      Path secret = Files.writeString(home.resolve("secret"), "s3cr3t\n");
      Path config =
          Files.writeString(
              home.resolve("config.yaml"),
              """
              admin:
                endpoint: %s
                insecure: true
                authType: ClientSecret
                clientId: robot
                clientSecretLocation: %s
              """
                  .formatted(admin.endpoint(), secret));

      Jflyte.Outcome outcome =
          register(new Jflyte(home).with("FLYTECTL_CONFIG", config.toString()));

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(0);
      assertThat(admin.tasks()).hasSize(1);
    }
  }
}
