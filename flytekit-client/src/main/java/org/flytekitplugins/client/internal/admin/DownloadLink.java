package org.flytekitplugins.client.internal.admin;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * flyteadmin's method for the address of a node's report, which flyteidl-protos 0.4.35 has not: it
 * is asked with the node, and answers with the address.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteidl/protos/flyteidl/service/dataproxy.proto">dataproxy.proto</a>
 */
public final class DownloadLink {
  /** The service that it is of. */
  public static final String SERVICE = "flyteidl.service.DataProxyService";

  private static final int ARTIFACT_TYPE = 1;
  private static final long DECK = 1;
  private static final int NODE = 3;
  private static final int SIGNED_URL = 1;
  private static final int PRE_SIGNED_URLS = 3;

  private static final MethodDescriptor<NodeExecutionIdentifier, String> METHOD =
      MethodDescriptor.<NodeExecutionIdentifier, String>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "CreateDownloadLink"))
          .setRequestMarshaller(new RequestMarshaller())
          .setResponseMarshaller(new ResponseMarshaller())
          .build();

  private DownloadLink() {}

  /** The method; an answer without an address is empty. */
  public static MethodDescriptor<NodeExecutionIdentifier, String> method() {
    return METHOD;
  }

  private static UnknownFieldSet read(InputStream stream) {
    try {
      return UnknownFieldSet.parseFrom(stream);
    } catch (IOException e) {
      throw Status.INTERNAL.withDescription("no message").withCause(e).asRuntimeException();
    }
  }

  private static Field field(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  private static ByteString first(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(0);
  }

  private static final class RequestMarshaller implements Marshaller<NodeExecutionIdentifier> {
    @Override
    public InputStream stream(NodeExecutionIdentifier node) {
      return UnknownFieldSet.newBuilder()
          .addField(ARTIFACT_TYPE, Field.newBuilder().addVarint(DECK).build())
          .addField(NODE, field(node.toByteString()))
          .build()
          .toByteString()
          .newInput();
    }

    @Override
    public NodeExecutionIdentifier parse(InputStream stream) {
      try {
        return NodeExecutionIdentifier.parseFrom(first(read(stream), NODE));
      } catch (IOException e) {
        throw Status.INTERNAL.withDescription("no node").withCause(e).asRuntimeException();
      }
    }
  }

  private static final class ResponseMarshaller implements Marshaller<String> {
    @Override
    public InputStream stream(String address) {
      ByteString links =
          UnknownFieldSet.newBuilder()
              .addField(SIGNED_URL, field(ByteString.copyFromUtf8(address)))
              .build()
              .toByteString();
      return UnknownFieldSet.newBuilder()
          .addField(PRE_SIGNED_URLS, field(links))
          .build()
          .toByteString()
          .newInput();
    }

    @Override
    public String parse(InputStream stream) {
      UnknownFieldSet answer = read(stream);
      try {
        ByteString links = first(answer, PRE_SIGNED_URLS);
        // Older flyteadmins have the addresses in the answer itself.
        return first(links.isEmpty() ? answer : UnknownFieldSet.parseFrom(links), SIGNED_URL)
            .toStringUtf8();
      } catch (IOException e) {
        throw Status.INTERNAL.withDescription("no link").withCause(e).asRuntimeException();
      }
    }
  }
}
