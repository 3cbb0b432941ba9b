package org.flytekitplugins.jflyte.module.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.fixtures.ChildJvm;
import org.flytekitplugins.jflyte.fixtures.ConnectProxy;
import org.flytekitplugins.jflyte.fixtures.TlsHost;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The networks of companies, from a pod: a proxy is the only way out, and certificates come from an
 * authority of their own. Nobody but the proxy knows the hosts.
 */
final class S3BehindAProxyTest {
  private static final String DOMAIN = "example.invalid";

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private ConnectProxy proxy = new ConnectProxy();
  private FaultyProxy s3;
  private TlsHost cloud;

  /** Writes a blob and reads it. */
  static final class Pod {
    private Pod() {}

    public static void main(String[] args) {
      try {
        BlobStore blobs = new BlobStore(FileSystems.of(System.getenv(), Path.of(args[0])));
        blobs.write("s3://staging/proxied", "outputs".getBytes(UTF_8));
        System.out.println(new String(blobs.read("s3://staging/proxied"), UTF_8));
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    s3 = FaultyProxy.before(S3Mock.endpoint());
    cloud = TlsHost.start(folder, DOMAIN, this::answer);
    environment.putAll(S3Mock.environment("https://s3." + DOMAIN + ":" + cloud.port()));
    environment.put("AWS_MAX_ATTEMPTS", "1");
    environment.put("HOME", folder.toString());
    environment.put("HTTPS_PROXY", "http://" + proxy.authority());
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 " + cloud.trustOptions());
  }

  @AfterEach
  void stop() throws Exception {
    cloud.close();
    s3.close();
    proxy.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestHeaders().getFirst("Host").startsWith("sts.")) {
      s3.handle(exchange);
      return;
    }
    byte[] body =
        """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult><Credentials>
            <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
            <SessionToken>role-session</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult>
        </AssumeRoleWithWebIdentityResponse>
        """
            .formatted(Instant.now().plusSeconds(3600))
            .getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What the pod has printed, without what Java says of its options. */
  private List<String> pod() throws Exception {
    ChildJvm.End end = ChildJvm.run(environment, Pod.class, S3Module.directory().toString());
    return end.log().lines().filter(line -> !line.startsWith("NOTE: Picked up ")).toList();
  }

  private String host(String name) {
    return name + "." + DOMAIN + ":" + cloud.port();
  }

  @Test
  void blobsGoThroughTheProxyToAServerOfOnesOwnAuthority() throws Exception {
    assertThat(pod()).containsExactly("outputs");
    assertThat(proxy.tunnels()).isNotEmpty().containsOnly(host("s3"));
  }

  @Test
  void theRoleOfTheServiceAccountIsAskedForThroughItToo() throws Exception {
    environment.remove(S3Settings.ACCESS_KEY_ID);
    environment.remove(S3Settings.SECRET_ACCESS_KEY);
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/training");
    environment.put(
        "AWS_WEB_IDENTITY_TOKEN_FILE", Files.writeString(folder.resolve("token"), "t").toString());
    environment.put("AWS_ENDPOINT_URL_STS", "https://" + host("sts"));
    environment.put("AWS_REGION", "eu-north-1");

    assertThat(pod()).containsExactly("outputs");
    assertThat(s3.credentials()).containsOnly("ASIAROLE role-session");
    assertThat(proxy.tunnels()).startsWith(host("sts"), host("s3"));
  }

  @Test
  void aDomainOfNoProxyIsReachedWithout() throws Exception {
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 s3." + DOMAIN + "\n");
    environment.merge("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts, (a, b) -> a + " " + b);
    environment.put("NO_PROXY", ".svc,.cluster.local,10.0.0.0/8,." + DOMAIN);

    assertThat(pod()).containsExactly("outputs");
    assertThat(proxy.tunnels()).isEmpty();
  }

  @Test
  void theProxyIsToldWhoAsksIfJavaMay() throws Exception {
    proxy.close();
    proxy = new ConnectProxy("ann:hunter2");
    environment.put("HTTPS_PROXY", "http://ann:hunter2@" + proxy.authority());
    environment.merge(
        "JDK_JAVA_OPTIONS", "-Djdk.http.auth.tunneling.disabledSchemes=", (a, b) -> a + " " + b);

    assertThat(pod()).containsExactly("outputs");
    assertThat(proxy.tunnels()).isNotEmpty().containsOnly(host("s3"));
  }

  @Test
  void aProxyThatWantsAUserIsASentence() throws Exception {
    proxy.close();
    proxy = new ConnectProxy("ann:hunter2");
    environment.put("HTTPS_PROXY", "http://ann:hunter2@" + proxy.authority());

    assertThat(pod())
        .singleElement()
        .asString()
        .startsWith("cannot write s3://staging/proxied: S3 cannot be reached at " + host("s3"))
        .contains("407", "proxies let it through")
        .doesNotContain("hunter2");
  }

  @Test
  void anAuthorityThatNobodyBelievesIsNamedWithItsRemedy() throws Exception {
    environment.remove("JDK_JAVA_OPTIONS");

    assertThat(pod())
        .containsExactly(
            "cannot write s3://staging/proxied: the certificate of S3 at "
                + host("s3")
                + " is not trusted (unable to find valid certification path to requested target):"
                + " name a trust store that has its authority, or that of the proxy, by"
                + " -Djavax.net.ssl.trustStore in JDK_JAVA_OPTIONS");
  }
}
