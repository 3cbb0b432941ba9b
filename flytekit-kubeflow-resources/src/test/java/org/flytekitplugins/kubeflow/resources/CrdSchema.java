package org.flytekitplugins.kubeflow.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The schema of a custom resource definition, to which a key that it does not know is an error. */
public final class CrdSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonSchema schema;

  private CrdSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /** Reads it out of its definition. */
  public static CrdSchema read(Path crd) throws IOException {
    Map<String, Object> definition = new Yaml().load(Files.readString(crd));
    JsonNode schema =
        JSON.<JsonNode>valueToTree(definition).at("/spec/versions/0/schema/openAPIV3Schema");
    // The API server knows what metadata is; that of pod templates is written out.
    ((ObjectNode) schema.get("properties"))
        .set("metadata", schema.findValue("template").at("/properties/metadata"));
    forbidOthers(schema);
    return new CrdSchema(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema));
  }

  /** What is wrong with a resource. */
  public List<String> errors(String yaml) {
    JsonNode resource = JSON.valueToTree(new Yaml().<Object>load(yaml));
    return schema.validate(resource).stream().map(ValidationMessage::getMessage).toList();
  }

  private static void forbidOthers(JsonNode node) {
    if (node.path("properties").isObject() && !node.has("additionalProperties")) {
      ((ObjectNode) node).put("additionalProperties", false);
    }
    node.forEach(CrdSchema::forbidOthers);
  }
}
