import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.RuntimeMetadata;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.BlobType;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import flyteidl.service.AdminServiceGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;

/**
 * Registers what PythonTeamWorkflow refers to: the task of a Python team. The only argument is the
 * endpoint of a flyteadmin without TLS.
 */
final class PythonTeam {
  private PythonTeam() {}

  public static void main(String[] arguments) {
    Identifier id =
        Identifier.newBuilder()
            .setResourceType(ResourceType.TASK)
            .setProject("labelling")
            .setDomain("production")
            .setName("labelling.tasks.label_digits")
            .setVersion("1")
            .build();
    TypedInterface types =
        TypedInterface.newBuilder()
            .setInputs(variable("bucket", LiteralType.newBuilder().setSimple(SimpleType.STRING)))
            .setOutputs(
                variable("digits", LiteralType.newBuilder().setBlob(BlobType.getDefaultInstance())))
            .build();
    TaskTemplate template =
        TaskTemplate.newBuilder()
            .setId(id)
            .setType("python-task")
            .setMetadata(
                TaskMetadata.newBuilder()
                    .setRuntime(
                        RuntimeMetadata.newBuilder()
                            .setType(RuntimeMetadata.RuntimeType.FLYTE_SDK)
                            .setFlavor("python")
                            .setVersion("1")))
            .setInterface(types)
            .setContainer(Container.newBuilder().setImage("labelling:1").addArgs("pyflyte-execute"))
            .build();
    AdminServiceGrpc.newBlockingStub(
            Grpc.newChannelBuilder(arguments[0], InsecureChannelCredentials.create()).build())
        .createTask(
            TaskCreateRequest.newBuilder()
                .setId(id)
                .setSpec(TaskSpec.newBuilder().setTemplate(template))
                .build());
    System.exit(0);
  }

  private static VariableMap variable(String name, LiteralType.Builder type) {
    return VariableMap.newBuilder()
        .putVariables(name, Variable.newBuilder().setType(type).build())
        .build();
  }
}
