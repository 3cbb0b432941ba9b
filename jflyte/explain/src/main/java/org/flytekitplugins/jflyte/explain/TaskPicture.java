package org.flytekitplugins.jflyte.explain;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;
import org.flytekitplugins.kubeflow.resources.InlinePodTemplate;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * What a task says of itself, beside the job that it runs as.
 *
 * @param name its name
 * @param taskType the task type, by which Flyte chooses the plugin that runs it
 * @param image the image that it names itself; null if it runs in that of the package
 * @param documentation what the console shows people of it, or null for nothing
 * @param deprecation what people are told because it will not be kept; null if it will
 * @param workflows the workflows of the package that run it
 * @param isCached whether Flyte keeps its outputs for equal inputs
 * @param cacheVersion the version of the kept outputs, or null
 * @param cacheIgnoredInputs the inputs that make no difference to them
 * @param pluginConfig what its plugin is told beside the custom field
 * @param podTemplateName the template on the cluster that its pods start from, or null
 * @param podTemplate what a pod template that the task brings along says, by the names of its
 *     fields: {@code tolerations}, {@code primary.volumeMounts}; none without one
 * @param sharedMemory the volume at {@code /dev/shm} of each pod, or null for the runtime's own
 */
public record TaskPicture(
    String name,
    String taskType,
    @Nullable String image,
    @Nullable Documentation documentation,
    @Nullable String deprecation,
    SortedSet<String> workflows,
    boolean isCached,
    @Nullable String cacheVersion,
    SortedSet<String> cacheIgnoredInputs,
    SortedMap<String, String> pluginConfig,
    @Nullable String podTemplateName,
    List<String> podTemplate,
    @Nullable SharedMemory sharedMemory) {
  static TaskPicture of(DeclaredTask task) {
    TaskTemplateExtension extension = task.extension();
    String image = task.image();
    return new TaskPicture(
        task.name(),
        task.kind().taskType(),
        image == null || !task.namesImage() ? null : task.resolved(image),
        extension.getDocumentation(),
        extension.getDeprecationMessage(),
        Collections.unmodifiableSortedSet(new TreeSet<>(task.workflows())),
        task.cached(),
        task.cacheVersion(),
        Collections.unmodifiableSortedSet(new TreeSet<>(extension.getCacheIgnoredInputs())),
        Collections.unmodifiableSortedMap(new TreeMap<>(extension.getPluginConfig())),
        extension.getPodTemplateName(),
        task.podTemplate().map(InlinePodTemplate::fields).orElse(List.of()),
        extension.getSharedMemory());
  }
}
