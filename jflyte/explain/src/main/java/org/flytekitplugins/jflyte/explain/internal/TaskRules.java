package org.flytekitplugins.jflyte.explain.internal;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules about what a task says of itself, whatever it runs as. */
final class TaskRules {
  private static final String IGNORED_INPUTS = "getCacheIgnoredInputs()";

  /** The only key that Flyte reads whatever the plugin is: whether replicas are told the URL. */
  private static final String LINK_TYPE = "link_type";

  private static final String TASKS_PROTO =
      Sources.flyte("flyteidl/protos/flyteidl/core/tasks.proto");

  private static final Rule IGNORED_UNCACHED =
      Rule.error("cache-ignored-inputs-uncached", "Inputs ignored by a cache there is not")
          .background(
              "What is found again whatever some inputs are has to be kept first. Flyte looks at the"
                  + " names only for tasks that are cached, so registration refuses them of others:"
                  + " their author believes in a cache.")
          .remedy("let isCached() return true, or name no inputs")
          .source(TASKS_PROTO)
          .looksAtDeclaration(
              (task, hits) -> {
                Set<String> ignored = ignored(task);
                if (!task.cached() && !ignored.isEmpty()) {
                  hits.at(
                      IGNORED_INPUTS,
                      "names "
                          + String.join(", ", ignored)
                          + ", but isCached() is false: the task is not registered");
                }
              });

  private static final Rule IGNORED_UNKNOWN =
      Rule.error("cache-ignored-input-unknown", "An ignored input that there is not")
          .background(
              "Flyte leaves the named inputs out of the key under which outputs are kept. A name that is"
                  + " misspelt leaves out nothing, and the task is done anew for each value of the input"
                  + " that was meant. Registration refuses it.")
          .remedy("name an input of the task, as its type does")
          .source(TASKS_PROTO)
          .looksAtDeclaration(
              (task, hits) -> {
                for (String input : ignored(task)) {
                  if (task.cached() && !task.inputs().contains(input)) {
                    hits.at(
                        IGNORED_INPUTS,
                        "names \""
                            + input
                            + "\", which is no input of the task: it is not registered");
                  }
                }
              });

  private static final Rule IGNORED_ALL =
      Rule.warning("cache-ignores-every-input", "A cache that looks at no input")
          .background(
              "Outputs are kept under the version of the cache and the inputs that are not ignored. If"
                  + " all are, whoever runs the task after the first gets what the first got, for as long"
                  + " as the version of the cache stays.")
          .remedy("ignore only what makes no difference, such as how much is logged")
          .source(TASKS_PROTO)
          .looksAtDeclaration(
              (task, hits) -> {
                if (task.cached()
                    && !task.inputs().isEmpty()
                    && ignored(task).equals(task.inputs())) {
                  hits.at(
                      IGNORED_INPUTS,
                      "names every input: all executions get the outputs of the first");
                }
              });

  private static final Rule CONFIG_UNREAD =
      Rule.warning("plugin-config-unread", "Configuration that no plugin reads")
          .background(
              "Flyte's plugins for training jobs read the custom field, and of the configuration beside"
                  + " it nothing but what makes the pod. A key that is for another plugin is registered"
                  + " and passed over.")
          .remedy("leave it out; what the job is to be stands in its builder")
          .source(Sources.kfoperators("common/common_operator.go#L280-L302"))
          .looksAtDeclaration(
              (task, hits) -> {
                for (String key : new TreeSet<>(task.extension().getPluginConfig().keySet())) {
                  if (!key.equals(LINK_TYPE)) {
                    hits.at(
                        "getPluginConfig()." + key,
                        "is registered, and the plugin for tasks of type "
                            + task.kind().taskType()
                            + " does not read it");
                  }
                }
              });

  private static final Rule DEPRECATED_USED =
      Rule.warning("deprecated-task-used", "A workflow that runs a deprecated task")
          .background(
              "The message of a deprecated task is shown to whoever looks at it. Flyte runs the task all"
                  + " the same, so a workflow of the package that uses it will be broken by the release"
                  + " in which it is gone.")
          .remedy("let the workflow run what the message names instead")
          .source(TASKS_PROTO)
          .looksAtDeclaration(
              (task, hits) -> {
                String message = task.extension().getDeprecationMessage();
                if (message != null && !task.workflows().isEmpty()) {
                  hits.at(
                      "getDeprecationMessage()",
                      "says \""
                          + message
                          + "\", and "
                          + String.join(", ", new TreeSet<>(task.workflows()))
                          + (task.workflows().size() == 1 ? " runs it" : " run it"));
                }
              });

  static final List<Rule> ALL =
      List.of(IGNORED_UNCACHED, IGNORED_UNKNOWN, IGNORED_ALL, CONFIG_UNREAD, DEPRECATED_USED);

  private TaskRules() {}

  private static Set<String> ignored(DeclaredTask task) {
    return new TreeSet<>(task.extension().getCacheIgnoredInputs());
  }
}
