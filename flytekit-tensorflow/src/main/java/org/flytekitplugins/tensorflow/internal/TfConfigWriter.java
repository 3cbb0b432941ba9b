package org.flytekitplugins.tensorflow.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;

/**
 * Writes {@code TF_CONFIG} as the operator does, byte for byte: no white space, the roles of the
 * cluster by the alphabet, the evaluator among them, {@code environment} last. A job of one replica
 * has none.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/tensorflow/tensorflow.go">tensorflow.go</a>
 */
final class TfConfigWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private TfConfigWriter() {}

  static String write(Replica replica, SortedMap<Replica, String> addresses) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      writeCluster(json, addresses);
      writeTask(json, replica);
      json.writeStringField("environment", "cloud");
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written", e);
    }
    return text.toString();
  }

  private static void writeCluster(JsonGenerator json, SortedMap<Replica, String> addresses)
      throws IOException {
    SortedMap<String, List<String>> byRole = new TreeMap<>();
    addresses.forEach(
        (replica, address) ->
            byRole
                .computeIfAbsent(replica.type().lowerCaseName(), role -> new ArrayList<>())
                .add(address));
    json.writeObjectFieldStart("cluster");
    for (Map.Entry<String, List<String>> role : byRole.entrySet()) {
      json.writeArrayFieldStart(role.getKey());
      for (String address : role.getValue()) {
        json.writeString(address);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeTask(JsonGenerator json, Replica replica) throws IOException {
    json.writeObjectFieldStart("task");
    json.writeStringField("type", replica.type().lowerCaseName());
    json.writeNumberField("index", replica.index());
    json.writeEndObject();
  }
}
