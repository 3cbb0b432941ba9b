package org.flytekitplugins.jflyte.loading;

import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TaskIdentifier;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * One task of a package, ready to run.
 *
 * @param id the identifier under which its registrar yields it
 * @param runnableTask the task, unless it makes workflows
 * @param dynamicWorkflowTask the task, if it makes workflows
 * @param extension what flytekit-java's task model cannot carry; null for a task that has none
 */
public record LoadedTask(
    TaskIdentifier id,
    @Nullable RunnableTask runnableTask,
    @Nullable DynamicWorkflowTask dynamicWorkflowTask,
    @Nullable TaskTemplateExtension extension) {}
