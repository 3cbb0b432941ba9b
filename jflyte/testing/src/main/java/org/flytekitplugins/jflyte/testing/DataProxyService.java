package org.flytekitplugins.jflyte.testing;

import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.client.internal.admin.DownloadLink;

/**
 * flyteadmin's data proxy, as far as reports go. Where storage is a folder, files need no
 * signature: the address of a report is that of its file.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/dataproxy/service.go">flyteadmin's</a>
 */
final class DataProxyService implements BindableService {
  private final Executions executions;
  private final CallDesk desk;

  DataProxyService(Executions executions, CallDesk desk) {
    this.executions = executions;
    this.desk = desk;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(DownloadLink.SERVICE)
        .addMethod(
            DownloadLink.method(),
            ServerCalls.asyncUnaryCall(
                (node, caller) -> desk.answer("CreateDownloadLink", caller, () -> link(node))))
        .build();
  }

  private String link(NodeExecutionIdentifier node) {
    String uri = deckUri(node);
    if (uri.isEmpty()) {
      throw Status.INTERNAL.withDescription("no deckUrl found for request").asRuntimeException();
    }
    if (uri.startsWith("file:") && !Files.exists(Path.of(URI.create(uri)))) {
      throw Status.NOT_FOUND
          .withDescription("URL [" + uri + "] does not exist yet. Please try again later.")
          .asRuntimeException();
    }
    return uri;
  }

  private String deckUri(NodeExecutionIdentifier node) {
    try {
      return executions.node(node).getClosure().getDeckUri();
    } catch (StatusRuntimeException absent) {
      throw Status.INVALID_ARGUMENT
          .withDescription("failed to find node execution: " + absent.getStatus().getDescription())
          .asRuntimeException();
    }
  }
}
