package org.flytekitplugins.jflyte.explain.internal;

import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.resources.InlinePodTemplate;
import org.flytekitplugins.spi.PodTemplate;

/** Rules about pod templates that tasks bring along. */
final class PodTemplateRules {
  private static final String FIELD = "getPodTemplate()";

  /** Where processes of a pod hand things over to each other. */
  static final String SHARED_MEMORY_PATH = "/dev/shm";

  private static final Rule UNREADABLE =
      Rule.error("pod-template-unreadable", "A pod template that Kubernetes does not know")
          .background(
              "Flyte reads the template with a library that passes over keys which it does not know: a"
                  + " misspelt one is missing on the cluster, without a word. A value of another type"
                  + " fails the task for good (`BadTaskSpecification`) when it is to start. Registration"
                  + " refuses both, and what of its own container the task says elsewhere.")
          .remedy("write it as Kubernetes does")
          .source(Sources.TASK_POD)
          .looksAtDeclaration(
              (task, hits) -> {
                PodTemplate template = task.extension().getPodTemplate();
                if (template != null) {
                  try {
                    InlinePodTemplate.of(template);
                  } catch (InvalidFieldException e) {
                    hits.at(FIELD, "the task is not registered: " + e.getMessage());
                  }
                }
              });

  private static final Rule SIDECAR =
      Rule.warning("pod-template-sidecar", "A container that keeps its pod from ending")
          .background(
              "The operator looks at pods, and a pod has ended when all of its containers have. A second"
                  + " container that serves until it is stopped keeps the leader's pod running after"
                  + " the training has ended, so the job never succeeds. Kubernetes stops a container"
                  + " by itself only if it is among `initContainers` with `restartPolicy: Always`.")
          .remedy("make it an init container with restartPolicy: Always, or let it end by itself")
          .source(Sources.POD_STATUS)
          .looksAtJob(
              (job, hits) ->
                  job.podTemplate()
                      .map(InlinePodTemplate::sidecars)
                      .orElse(List.of())
                      .forEach(
                          name ->
                              hits.at(
                                  FIELD,
                                  "has the container "
                                      + name
                                      + " beside the one that trains: the job ends only when both"
                                      + " have")));

  private static final Rule TRAINING_NAME =
      Rule.error("pod-template-container-name", "Two containers of one name")
          .background(
              "The operator wants the container that trains to be called `tensorflow` or `pytorch`, so"
                  + " Flyte's plugin renames the primary one. If another container of the template has"
                  + " that name already, Kubernetes refuses the pod for its two containers of one name.")
          .remedy("give the other container another name, or make it the primary one")
          .source(Sources.kfoperators("common/common_operator.go#L208"))
          .looksAtJob(
              (job, hits) -> {
                String training = job.kind().resourceForm().containerName();
                if (job.podTemplate()
                    .map(template -> template.sidecars().contains(training))
                    .orElse(false)) {
                  hits.at(
                      FIELD,
                      "has a container "
                          + training
                          + ", which is what Flyte's plugin calls the one that trains: Kubernetes"
                          + " refuses the pods");
                }
              });

  private static final Rule RESTART_POLICY =
      Rule.warning("pod-template-restart-policy", "A restart policy that the operator replaces")
          .background(
              "What happens when a container ends is said of each role. The operator writes that into"
                  + " every pod, in the place of the template's.")
          .remedy("set the restart policy of the roles, and take it out of the template")
          .source(Sources.operator("pkg/apis/kubeflow.org/v1/common_types.go#L96-L110"))
          .looksAtJob(
              (job, hits) ->
                  job.podTemplate()
                      .map(InlinePodTemplate::restartPolicy)
                      .ifPresent(
                          policy ->
                              hits.at(
                                  FIELD,
                                  "has the restart policy "
                                      + policy
                                      + ", in the place of which the operator writes that of the"
                                      + " role")));

  private static final Rule SHARED_MEMORY_TWICE =
      Rule.error("shared-memory-mounted-twice", "Two volumes at /dev/shm")
          .background(
              "Flyte adds the volume of `getSharedMemory()` to the container that trains. If the pod"
                  + " template has one at the same path, Flyte refuses to make the pod, and the task"
                  + " fails when it is to start.")
          .remedy("take the one of the template out")
          .source(Sources.TASK_POD)
          .looksAtJob(
              (job, hits) -> {
                if (job.extension().getSharedMemory() != null
                    && job.podTemplate()
                        .map(template -> template.mounts(SHARED_MEMORY_PATH))
                        .orElse(false)) {
                  hits.at(
                      FIELD,
                      "has a volume at /dev/shm, and so has getSharedMemory(): Flyte makes no pod");
                }
              });

  static final List<Rule> ALL =
      List.of(UNREADABLE, SIDECAR, TRAINING_NAME, RESTART_POLICY, SHARED_MEMORY_TWICE);

  private PodTemplateRules() {}
}
