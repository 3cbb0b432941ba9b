package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flytekitplugins.client.internal.admin.AdminException;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.RetryPolicy;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nodes of a run, of a server that tells of its first action but does not list the others. */
class ListedNodesTest {
  private static final RunKey RUN = RunKey.of("p", "d", "r1");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private int http;
  private String code;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          boolean isList = exchange.getRequestURI().getPath().endsWith("/ListActions");
          byte[] body =
              isList
                  ? ("{\"code\":\"" + code + "\",\"message\":\"no\"}")
                      .getBytes(StandardCharsets.UTF_8)
                  : root();
          exchange
              .getResponseHeaders()
              .set("Content-Type", isList ? "application/json" : "application/proto");
          exchange.sendResponseHeaders(isList ? http : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static byte[] root() {
    ActionDetails root = ActionDetails.builder(RUN.root()).phase(ActionPhase.RUNNING).build();
    return Fields.builder().message(1, root.toMessage()).build().toByteArray();
  }

  private List<NodeExecution> nodes() {
    Flyte2Client client =
        Flyte2Client.connect(
            AdminConfig.plaintext("dns:///127.0.0.1:" + server.getAddress().getPort()),
            null,
            RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20)),
            AdminListener.NONE);
    return new RunCalls(client, new TaskCalls(client))
        .nodes(
            NodeExecutionListRequest.newBuilder()
                .setWorkflowExecutionId(ExecutionMessages.id(RUN))
                .build())
        .join()
        .getNodeExecutionsList();
  }

  @ParameterizedTest
  @CsvSource({"403, permission_denied", "501, unimplemented"})
  void whoMayNotListThemHasTheFirstOne(int http, String code) {
    this.http = http;
    this.code = code;

    assertThat(nodes()).extracting(node -> node.getId().getNodeId()).containsExactly("a0");
  }

  @ParameterizedTest
  @CsvSource({
    "503, unavailable, UNAVAILABLE",
    "500, internal, INTERNAL",
    "401, unauthenticated, UNAUTHENTICATED",
  })
  void aListThatFailsIsNoListOfNone(int http, String code, Status.Code expected) {
    this.http = http;
    this.code = code;

    Throwable failure = catchThrowable(this::nodes).getCause();

    assertThat(failure).isInstanceOf(AdminException.class);
    assertThat(((AdminException) failure).code()).isEqualTo(expected);
  }
}
