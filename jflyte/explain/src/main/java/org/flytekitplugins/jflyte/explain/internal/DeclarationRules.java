package org.flytekitplugins.jflyte.explain.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaType;

/**
 * Rules about what a task declares, whether a job can be read out of it or not. Our builders refuse
 * most of this; whoever writes the custom field by hand is told here.
 */
final class DeclarationRules {
  private static final String VERSION_FIELD = "taskTypeVersion";

  private static final Rule UNKNOWN_VERSION =
      Rule.error("unknown-task-type-version", "A task type version that Flyte does not know")
          .background(
              "Flyte's plugins read the custom field by the task type version: 0 counts replicas, 1"
                  + " describes them. Any other is refused for good (`BadTaskSpecification`:"
                  + " `unsupported task template version`), after the task was registered.")
          .remedy("return 1 from getTaskTypeVersion()")
          .source(Sources.kfoperators("tensorflow/tensorflow.go#L125-L128"))
          .looksAtDeclaration(
              (task, hits) -> {
                if (!isKnown(task)) {
                  hits.at(
                      "getTaskTypeVersion()",
                      refused(BackendWords.unknownVersion(task.taskTypeVersion())));
                }
              });

  private static final Rule WRONG_FORM =
      Rule.error("form-of-another-version", "A custom field in the form of another version")
          .background(
              "The custom field of version 0 counts replicas (`workers`), that of version 1 has a"
                  + " group for each role (`workerReplicas`). The plugin passes over keys that it"
                  + " does not know, so the form of the other version yields a job without workers,"
                  + " which a TFJob is refused for, while a PyTorchJob becomes a lone master"
                  + " without a word.")
          .remedy(
              "let getTaskTypeVersion() return 1 for workerReplicas, 0 for workers; our tasks do so"
                  + " by themselves")
          .source(Sources.kfoperators("tensorflow/tensorflow.go#L57-L123"))
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                if (!isKnown(task)) {
                  return;
                }
                if (task.taskTypeVersion() == 0 && custom.has("workerReplicas")) {
                  hits.at("custom.workerReplicas", "is of version 1, but the task says version 0");
                } else if (task.taskTypeVersion() > 0 && custom.has("workers")) {
                  hits.at(
                      "custom.workers",
                      "is of version 0, but the task says version " + task.taskTypeVersion());
                }
              });

  private static final Rule UNREADABLE_JOB =
      Rule.error("unreadable-job", "A custom field that no job can be made of")
          .background(
              "Flyte's plugin reads the custom field when the task is to start, long after it was"
                  + " registered. A number where a text is due, a count that 32 bits do not hold, a"
                  + " duration with a fraction, a quantity that Kubernetes cannot read: each of them"
                  + " fails the task for good (`BadTaskSpecification`). GPUs of which the request is"
                  + " below the limit are refused by Kubernetes instead, when the operator makes the"
                  + " pods.")
          .remedy("describe the job with a builder, which refuses this where it is written")
          .source(
              Sources.flyte("flyteplugins/go/tasks/pluginmachinery/utils/marshal_utils.go#L13-L34"))
          .looksAtDeclaration(
              (task, hits) -> {
                if (isOfAnotherForm(task)) {
                  return;
                }
                try {
                  read(task);
                } catch (InvalidFieldException e) {
                  if (!e.field().equals(VERSION_FIELD)) {
                    hits.at(e.field(), unreadable(task) + ": " + e.getMessage());
                  }
                } catch (IllegalArgumentException e) {
                  hits.at("custom", unreadable(task) + ": " + e.getMessage());
                }
              });

  private static final Rule UNREADABLE_RESOURCES =
      Rule.error("unreadable-resources", "Resources of the task that Flyte refuses")
          .background(
              "The resources of the task itself are checked by flyteadmin when it is registered: what is"
                  + " no quantity, a request above its limit, half a GPU, a GPU request that is not its"
                  + " limit. (It does not look at those of roles.)")
          .remedy("write quantities such as 500m, 2 or 4Gi, and no request above its limit")
          .source(Sources.flyte("flyteadmin/pkg/manager/impl/validation/task_validator.go"))
          .looksAtDeclaration(
              (task, hits) -> {
                String problem = task.resourceProblem();
                if (problem != null) {
                  hits.at("getResources()", "flyteadmin does not register the task: " + problem);
                }
              });

  private static final Rule TWO_FORMS =
      Rule.warning("role-said-twice", "A role in the older and in the newer form at once")
          .background(
              "A group of replicas may say its count, image, resources and restart policy in fields"
                  + " of its own, or in `common`. If `common` is there it wins entirely: the fields"
                  + " beside it are not looked at, and a count that only they say is 0.")
          .remedy("leave out common, which older backends do not know")
          .source(Sources.kfoperators("common/common_operator.go#L315-L335"))
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                for (ReplicaType type : ReplicaType.values()) {
                  if (custom.isInBothForms(type)) {
                    hits.at(
                        "custom." + RawCustom.key(type),
                        "has common, so Flyte does not look at the fields beside it");
                  }
                }
              });

  private static final Rule EMPTY_RESOURCES =
      Rule.warning("empty-resources", "Resources that are there and empty")
          .background(
              "Flyte before 1.16, and Flyte 2, take empty `resources` of a role for resources: the"
                  + " role loses the task's cpu and memory and gets the platform's defaults. flytekit"
                  + " for Python writes them always.")
          .remedy("leave resources out where they say nothing")
          .source(Sources.REPLICA_RESOURCES)
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                for (ReplicaType type : ReplicaType.values()) {
                  if (custom.hasEmptyResources(type)) {
                    hits.at(
                        "custom." + RawCustom.key(type) + ".resources",
                        "is empty, and Flyte before 1.16, and Flyte 2, give the role the"
                            + " platform's defaults for that");
                  }
                }
              });

  private static final Rule REQUEST_ABOVE_LIMIT =
      Rule.warning("request-above-limit", "A request above the limit beside it")
          .background(
              "Kubernetes refuses a container that requests more than its limit. Flyte's plugin does"
                  + " not let it come to that: it lowers the request to the limit, without a word.")
          .remedy("lower the request or raise the limit")
          .source(Sources.CONTAINER_RESOURCES)
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                for (ReplicaType type : ReplicaType.values()) {
                  for (Map.Entry<String, String[]> above :
                      custom.requestsAboveLimits(type).entrySet()) {
                    hits.at(
                        JobView.field(type, "requests." + above.getKey().toLowerCase(Locale.ROOT)),
                        String.format(
                            "%s is lowered to the limit of %s without a word",
                            above.getValue()[0], above.getValue()[1]));
                  }
                }
              });

  private static final Rule DROPPED_QUANTITY =
      Rule.warning("quantity-dropped", "A quantity that Flyte drops")
          .background(
              "A quantity of zero is none for Flyte's plugin, which drops it without a word, and"
                  + " `STORAGE` is nothing that a pod has. So a zero does not keep the task's GPUs from"
                  + " a role. And a role of which nothing is left still counts as one with resources"
                  + " of its own: it gets the platform's cpu and memory instead of the task's.")
          .remedy("leave it out; for scratch space ask for ephemeral storage")
          .source(Sources.flyte("flyteplugins/go/tasks/pluginmachinery/flytek8s/utils.go"))
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                for (ReplicaType type : ReplicaType.values()) {
                  custom
                      .droppedQuantities(type)
                      .forEach(
                          (field, quantity) ->
                              hits.at(
                                  JobView.field(type, field),
                                  String.format("%s is dropped without a word", quantity)));
                }
              });

  private static final Rule NEGATIVE_COUNT =
      Rule.warning("replicas-below-zero", "Fewer replicas than none")
          .background(
              "Flyte's plugin takes fewer replicas than none for none, and leaves out the role without"
                  + " a word.")
          .remedy("say how many there are to be, or leave out the role")
          .source(Sources.kfoperators("tensorflow/tensorflow.go#L57-L123"))
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                for (ReplicaType type : ReplicaType.values()) {
                  custom
                      .negativeCounts(type)
                      .forEach(
                          field ->
                              hits.at(
                                  "custom." + field,
                                  "is below 0, which Flyte takes for 0: the job has no "
                                      + type.lowerCaseName()));
                }
              });

  private static final Rule MASTER_COUNT =
      Rule.warning("master-count", "A number of masters that is not one")
          .background(
              "A PyTorchJob that is not elastic has exactly one master. Flyte's plugin makes it so,"
                  + " whatever the custom field says.")
          .remedy("leave the number out, and ask for more workers")
          .source(Sources.kfoperators("pytorch/pytorch.go"))
          .looksAtDeclaration(
              (task, hits) -> {
                Double masters = new RawCustom(task.custom()).replicas(ReplicaType.MASTER);
                if (masters != null && masters != 1 && task.taskTypeVersion() > 0) {
                  hits.at(
                      "custom.masterReplicas.replicas",
                      String.format(Locale.ROOT, "is %.0f, but the job gets one master", masters));
                }
              });

  private static final Rule ELASTIC_WITH_MASTER =
      Rule.warning("elastic-with-master", "An elastic job with settings for a master")
          .background(
              "An elastic job has workers only. Flyte's plugin leaves the master out, with its image,"
                  + " its resources and its restart policy.")
          .remedy("say it of the worker, or leave out what makes the job elastic")
          .source(Sources.kfoperators("pytorch/pytorch.go"))
          .looksAtDeclaration(
              (task, hits) -> {
                RawCustom custom = new RawCustom(task.custom());
                if (custom.has("elasticConfig") && custom.has("masterReplicas")) {
                  hits.at("custom.masterReplicas", "is left out, because the job is elastic");
                }
              });

  private static final Rule UNKNOWN_SUPPRESSION =
      Rule.warning("suppression-unknown", "A suppressed finding that there is not")
          .background(
              "What `getSuppressedFindings()` names must be the id of a rule. One that is misspelt"
                  + " suppresses nothing, and one that is gone is in the way of whoever reads the"
                  + " task.")
          .remedy("name an id that jflyte explain shows, or leave it out")
          .source(Pages.OVERVIEW)
          .looksAtDeclaration(
              (task, hits) ->
                  task.extension().getSuppressedFindings().keySet().stream()
                      .filter(id -> !Rules.ids().contains(id))
                      .sorted()
                      .forEach(
                          id ->
                              hits.at(
                                  "getSuppressedFindings()",
                                  "names \"" + id + "\", which is the id of no finding")));

  private static final Rule UNREASONED_SUPPRESSION =
      Rule.warning("suppression-without-reason", "A suppressed finding without a reason")
          .background(
              "A finding is suppressed with a reason, for whoever reads the task next. Without one it"
                  + " is shown all the same.")
          .remedy("say in a few words why it does not matter here")
          .source(Pages.OVERVIEW)
          .looksAtDeclaration(
              (task, hits) ->
                  task.extension().getSuppressedFindings().entrySet().stream()
                      .filter(suppressed -> suppressed.getValue().isBlank())
                      .map(Map.Entry::getKey)
                      .sorted()
                      .forEach(
                          id ->
                              hits.at(
                                  "getSuppressedFindings()",
                                  "suppresses \"" + id + "\" without a reason, so it is shown")));

  static final List<Rule> ALL =
      List.of(
          UNKNOWN_VERSION,
          WRONG_FORM,
          UNREADABLE_JOB,
          UNREADABLE_RESOURCES,
          TWO_FORMS,
          EMPTY_RESOURCES,
          REQUEST_ABOVE_LIMIT,
          DROPPED_QUANTITY,
          NEGATIVE_COUNT,
          MASTER_COUNT,
          ELASTIC_WITH_MASTER,
          UNKNOWN_SUPPRESSION,
          UNREASONED_SUPPRESSION);

  private DeclarationRules() {}

  private static String refused(String words) {
    return "Flyte's plugin fails the task for good, with \"" + words + "\"";
  }

  private static String unreadable(DeclaredTask task) {
    return BackendWords.ofField(new RawCustom(task.custom()))
        .map(DeclarationRules::refused)
        .orElse("no job can be made of it");
  }

  private static boolean isOfAnotherForm(DeclaredTask task) {
    return !WRONG_FORM.check(task).isEmpty();
  }

  private static boolean isKnown(DeclaredTask task) {
    try {
      // Whatever stands in the field, a version that is known is not what is refused.
      task.kind().read(Struct.of(Map.of()), task.taskTypeVersion());
      return true;
    } catch (InvalidFieldException e) {
      return !e.field().equals(VERSION_FIELD);
    }
  }

  private static void read(DeclaredTask task) {
    task.kind().read(task.custom(), task.taskTypeVersion());
  }
}
