import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.TaskTemplateIdl;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.staging.ArtifactStager;
import org.flytekitplugins.jflyte.staging.StagingListener;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;

/**
 * Puts in place what Flyte puts in place for a pod: inputs.pb, the staged package, and task.pb that
 * names it. Arguments: the package's directory, the folder.
 */
final class Inputs {
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    Literal one = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(1)));
    Files.write(folder.resolve("inputs.pb"), LiteralMapBytes.write(Map.of("in", one)));

    List<Path> jars = new ArrayList<>();
    try (var files = Files.list(Path.of(args[0]))) {
      files.forEach(jars::add);
    }
    BlobStore store = new BlobStore(FileSystems.of(Map.of(), null));
    String staging = folder.resolve("staging").toUri().toString();
    List<Artifact> artifacts = new ArtifactStager(store, staging, 4).stage(jars, StagingListener.SILENT);
    List<Struct.Value> names = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      Map<String, Struct.Value> fields = new LinkedHashMap<>();
      fields.put("name", Struct.Value.ofStringValue(artifact.name()));
      fields.put("location", Struct.Value.ofStringValue(artifact.location()));
      names.add(Struct.Value.ofStructValue(Struct.of(fields)));
    }
    Struct jflyte = Struct.of(Map.of("artifacts", Struct.Value.ofListValue(names)));
    TaskTemplate template =
        TaskTemplate.builder()
            .type("java-task")
            .interface_(TypedInterface.builder().inputs(Map.of()).outputs(Map.of()).build())
            .retries(RetryStrategy.builder().retries(0).build())
            .custom(Struct.of(Map.of("jflyte", Struct.Value.ofStructValue(jflyte))))
            .discoverable(false)
            .cacheSerializable(false)
            .container(
                Container.builder()
                    .command(List.of())
                    .args(List.of())
                    .image("app:1")
                    .env(List.of())
                    .resources(Resources.builder().build())
                    .build())
            .build();
    TaskIdentifier id =
        TaskIdentifier.builder().project("p").domain("d").name("t").version("v").build();
    Files.write(folder.resolve("task.pb"), TaskTemplateIdl.toIdl(id, template, null).toByteArray());
  }
}
