package org.flytekitplugins.jflyte.module.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a pod, or a machine, has its credentials from: each in a process with that environment. */
final class S3CredentialsTest {
  @TempDir Path folder;
  private FaultyProxy proxy;
  private HttpServer cloud;
  private final List<String> asked = new ArrayList<>();

  /** Reads a blob, and says what became of it. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) {
      try {
        BlobStore blobs = new BlobStore(FileSystems.of(System.getenv(), Path.of(args[0])));
        System.out.println(blobs.exists("s3://staging/nothing"));
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    proxy = FaultyProxy.before(S3Mock.endpoint());
    cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloud.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    cloud.stop(0);
  }

  private String cloud() {
    return "http://127.0.0.1:" + cloud.getAddress().getPort();
  }

  private ChildJvm.End pod(Map<String, String> variables) throws Exception {
    Map<String, String> environment = new HashMap<>(variables);
    environment.putIfAbsent("AWS_ENDPOINT_URL_S3", proxy.endpoint());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("HOME", folder.toString());
    return ChildJvm.run(environment, Pod.class, S3Module.directory().toString());
  }

  private void answers(String path, int status, String body) {
    cloud.createContext(
        path,
        exchange -> {
          String sent =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + URLDecoder.decode(sent, StandardCharsets.UTF_8));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private Map<String, String> serviceAccount() throws IOException {
    return Map.of(
        "AWS_ROLE_ARN",
        "arn:aws:iam::123456789012:role/training",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        Files.writeString(folder.resolve("token"), "the.service.account").toString(),
        "AWS_ENDPOINT_URL_STS",
        cloud(),
        "AWS_REGION",
        "eu-north-1");
  }

  @Test
  void aServiceAccountsRoleIsTaken() throws Exception {
    answers(
        "/",
        200,
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
            <SessionToken>role-session</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(Instant.now().plusSeconds(3600)));

    assertThat(pod(serviceAccount())).isEqualTo(new ChildJvm.End(0, "false\n"));
    assertThat(proxy.credentials()).containsExactly("ASIAROLE role-session");
    assertThat(asked)
        .singleElement()
        .asString()
        .contains("AssumeRoleWithWebIdentity", "role/training", "the.service.account");
  }

  @Test
  void aRoleThatDoesNotTrustTheServiceAccountIsNamed() throws Exception {
    answers(
        "/",
        403,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
        <Code>AccessDenied</Code><Message>Not authorized</Message></Error></ErrorResponse>
        """);

    assertThat(pod(serviceAccount()).log())
        .isEqualTo(
            "cannot look for s3://staging/nothing: there are no credentials, because the role"
                + " cannot be had (403 AccessDenied): see that the role of the service account or"
                + " profile exists and trusts it\n");
  }

  @Test
  void aPodIdentityIsTaken() throws Exception {
    answers(
        "/v1/credentials",
        200,
        """
        {"AccessKeyId":"ASIAPOD","SecretAccessKey":"pod-secret","Token":"pod-session",
         "AccountId":"123456789012","Expiration":"%s"}
        """
            .formatted(Instant.now().plusSeconds(3600)));
    Map<String, String> variables =
        Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            cloud() + "/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            Files.writeString(folder.resolve("eks"), "the-eks-token").toString(),
            "AWS_DEFAULT_REGION",
            "eu-north-1");

    assertThat(pod(variables)).isEqualTo(new ChildJvm.End(0, "false\n"));
    assertThat(proxy.credentials()).containsExactly("ASIAPOD pod-session");
    assertThat(asked).containsExactly("the-eks-token ");
  }

  @Test
  void aProfileIsTaken() throws Exception {
    Files.createDirectories(folder.resolve(".aws"));
    Files.writeString(
        folder.resolve(".aws/credentials"),
        "[team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = team-secret\n");

    assertThat(pod(Map.of("AWS_PROFILE", "team"))).isEqualTo(new ChildJvm.End(0, "false\n"));
    assertThat(proxy.credentials()).containsExactly("AKIATEAM null");
  }

  @Test
  void flytesOwnVariablesComeFirst() throws Exception {
    Map<String, String> variables = new HashMap<>(S3Mock.environment(proxy.endpoint()));
    variables.put("AWS_ACCESS_KEY_ID", "AKIAOTHER");
    variables.put("AWS_SECRET_ACCESS_KEY", "other");
    variables.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9");

    assertThat(pod(variables)).isEqualTo(new ChildJvm.End(0, "false\n"));
    assertThat(proxy.credentials()).containsExactly("key null");
  }

  @Test
  void aTokenOfTwoLinesIsRefusedWithoutSayingIt() throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", "ASIAOWN");
    variables.put("AWS_SECRET_ACCESS_KEY", "own-secret");
    variables.put("AWS_SESSION_TOKEN", "session-s3cret\nof two lines");

    assertThat(pod(variables).log())
        .isEqualTo(
            "cannot look for s3://staging/nothing: the session token has a line break or another"
                + " character that no header can carry: put it into AWS_SESSION_TOKEN, or wherever"
                + " it is from, alone and in one line\n");
    assertThat(proxy.credentials()).isEmpty();
  }

  @Test
  void aPodIdentitysTokenOfTwoLinesIsNotSaid() throws Exception {
    answers("/v1/credentials", 200, "{}");
    Map<String, String> variables =
        Map.of(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            cloud() + "/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            Files.writeString(folder.resolve("eks"), "the-eks\ntoken").toString(),
            "AWS_DEFAULT_REGION",
            "eu-north-1");

    assertThat(pod(variables).log()).contains("there are no credentials").doesNotContain("the-eks");
    assertThat(asked).isEmpty();
  }

  @Test
  void withoutCredentialsTheSentenceSaysWhereTheyMayComeFrom() throws Exception {
    assertThat(pod(Map.of()).log())
        .isEqualTo(
            "cannot look for s3://staging/nothing: there are no credentials: give the pod's service"
                + " account a role (IRSA, or Pod Identity), or set AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, AWS_PROFILE, or FLYTE_AWS_ACCESS_KEY_ID and"
                + " FLYTE_AWS_SECRET_ACCESS_KEY\n");
  }
}
