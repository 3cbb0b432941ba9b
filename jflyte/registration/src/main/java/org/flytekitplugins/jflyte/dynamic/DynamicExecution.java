package org.flytekitplugins.jflyte.dynamic;

import com.google.protobuf.ByteString;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TaskIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.NodeCompletion;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.TaskTemplates;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.idl.IdentifierIdl;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.idl.UnknownToModel;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.LoadedTask;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.loading.RegistrarEnvironment;
import org.flytekitplugins.jflyte.loading.StableNodeNames;

/** Runs a task that makes a workflow. */
final class DynamicExecution {
  /**
   * A document for Flyte.
   *
   * @param name its name under the output prefix
   */
  record Document(String name, ByteString content) {}

  private final String task;
  private final PackageClassPath classPath;
  private final OwnTemplate template;
  private final PackageSource source;
  private final ExecutionVariables variables;
  private final Map<String, String> environment;
  private final RemoteEntities remote;

  DynamicExecution(
      String task,
      PackageClassPath classPath,
      OwnTemplate template,
      PackageSource source,
      Map<String, String> environment,
      RemoteEntities remote) {
    this.task = task;
    this.classPath = classPath;
    this.template = template;
    this.source = source;
    this.variables = template.variables(environment);
    this.environment = environment;
    this.remote = remote;
  }

  /**
   * Runs it.
   *
   * @return the job, or the outputs if there is nothing left to run
   */
  @SuppressWarnings("try") // contexts are there to be closed
  Document run(Map<String, Literal> inputs) {
    // Never closed: the task's code may load classes for as long as the process lives.
    PackageLoader loader = new PackageLoader(classPath);
    Map<String, String> registrars = RegistrarEnvironment.of(environment, variables);
    DynamicWorkflowTask dynamic = load(loader, registrars);
    DynamicJobSpec spec;
    try (ContextClassLoader context = ContextClassLoader.set(loader.classLoader())) {
      spec = StableNodeNames.of(dynamic.run(inputs));
    }
    if (spec.nodes().isEmpty()) {
      return new Document(
          AttemptFiles.OUTPUTS,
          ByteString.copyFrom(LiteralMapBytes.write(outputs(spec.outputs()))));
    }
    LoadedPackage loaded = loader.load(registrars).withDefaultLaunchPlans();
    MadeJob job =
        new MadeJob(spec, task, loaded.workflows(), new NodeCompletion(loaded, variables, remote));
    return new Document(
        AttemptFiles.FUTURES,
        ByteString.copyFrom(StableBytes.of(job.toIdl(templates(job, loaded, spec)))));
  }

  private DynamicWorkflowTask load(PackageLoader loader, Map<String, String> registrars) {
    LoadedTask loaded =
        loader
            .loadTask(task, registrars)
            .orElseThrow(
                () ->
                    new JflyteException(
                        "task "
                            + task
                            + " is not in the package: give --task the name of one that is"));
    DynamicWorkflowTask dynamic = loaded.dynamicWorkflowTask();
    if (dynamic == null) {
      throw new JflyteException("task " + task + " makes no workflow: run it with jflyte execute");
    }
    return dynamic;
  }

  private List<TaskTemplate> templates(MadeJob job, LoadedPackage loaded, DynamicJobSpec spec) {
    Map<TaskIdentifier, TaskTemplate> own =
        new TaskTemplates(loaded, template.images(), source).all();
    List<TaskTemplate> templates = new ArrayList<>();
    for (TaskIdentifier id : job.tasks()) {
      TaskTemplate ofPackage = own.get(id);
      if (ofPackage != null) {
        templates.add(ofPackage);
      } else if (!spec.tasks().containsKey(id)) {
        templates.add(remote.task(IdentifierIdl.toIdl(id)));
      }
    }
    return templates;
  }

  private static Map<String, Literal> outputs(List<Binding> bindings) {
    Map<String, Literal> outputs = new LinkedHashMap<>();
    bindings.forEach(
        binding -> outputs.put(binding.var_(), literal(binding.binding(), binding.var_())));
    return outputs;
  }

  private static Literal literal(BindingData data, String output) {
    return switch (data.kind()) {
      case SCALAR -> Literal.ofScalar(data.scalar());
      case COLLECTION ->
          Literal.ofCollection(
              data.collection().stream().map(item -> literal(item, output)).toList());
      case MAP -> {
        Map<String, Literal> entries = new LinkedHashMap<>();
        data.map().forEach((key, value) -> entries.put(key, literal(value, output)));
        yield Literal.ofMap(entries);
      }
      case PROMISE ->
          throw new JflyteException(
              String.format(
                  "output %s is bound to %s of node %s, but the task made no nodes: bind it to a"
                      + " value",
                  output, data.promise().var(), data.promise().nodeId()));
      default -> throw UnknownToModel.inModel("BindingData", data.kind());
    };
  }
}
