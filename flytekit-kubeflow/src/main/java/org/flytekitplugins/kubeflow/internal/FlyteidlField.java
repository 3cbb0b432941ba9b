package org.flytekitplugins.kubeflow.internal;

/**
 * The numbers of what Flyte 1.16.8 knows and flyteidl-protos 0.4.35 does not: fields of its
 * messages, and messages that it lacks as a whole. They travel as unknown fields, which whoever
 * knows them reads as if they had always been there.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/tree/v1.16.8/flyteidl/protos/flyteidl">flyteidl</a>
 */
public final class FlyteidlField {
  /** {@code TaskSpec.description}. */
  public static final int TASK_SPEC_DESCRIPTION = 2;

  /** {@code WorkflowSpec.description}. */
  public static final int WORKFLOW_SPEC_DESCRIPTION = 3;

  /** {@code ExecutionSpec.overwrite_cache}. */
  public static final int EXECUTION_SPEC_OVERWRITE_CACHE = 22;

  /** {@code ExecutionRelaunchRequest.overwrite_cache}. */
  public static final int EXECUTION_RELAUNCH_OVERWRITE_CACHE = 4;

  /** {@code LaunchPlanSpec.overwrite_cache}. */
  public static final int LAUNCH_PLAN_SPEC_OVERWRITE_CACHE = 20;

  /** {@code TaskTemplate.extended_resources}. */
  public static final int TASK_TEMPLATE_EXTENDED_RESOURCES = 9;

  /** {@code TaskMetadata.pod_template_name}. */
  public static final int TASK_METADATA_POD_TEMPLATE_NAME = 12;

  /** {@code TaskMetadata.cache_ignore_input_vars}. */
  public static final int TASK_METADATA_CACHE_IGNORE_INPUT_VARS = 13;

  /** {@code TaskMetadata.generates_deck}. */
  public static final int TASK_METADATA_GENERATES_DECK = 15;

  /** {@code K8sPod.primary_container_name}. */
  public static final int K8S_POD_PRIMARY_CONTAINER_NAME = 4;

  /** {@code Secret.env_var}. */
  public static final int SECRET_ENV_VAR = 5;

  /** {@code ContainerError.timestamp}. */
  public static final int CONTAINER_ERROR_TIMESTAMP = 5;

  /** {@code ContainerError.worker}. */
  public static final int CONTAINER_ERROR_WORKER = 6;

  /** {@code ExtendedResources.gpu_accelerator}. */
  public static final int EXTENDED_RESOURCES_GPU_ACCELERATOR = 1;

  /** {@code ExtendedResources.shared_memory}. */
  public static final int EXTENDED_RESOURCES_SHARED_MEMORY = 2;

  /** {@code GPUAccelerator.device}. */
  public static final int GPU_ACCELERATOR_DEVICE = 1;

  /** {@code GPUAccelerator.unpartitioned}. */
  public static final int GPU_ACCELERATOR_UNPARTITIONED = 2;

  /** {@code GPUAccelerator.partition_size}. */
  public static final int GPU_ACCELERATOR_PARTITION_SIZE = 3;

  /** {@code SharedMemory.mount_path}. */
  public static final int SHARED_MEMORY_MOUNT_PATH = 1;

  /** {@code SharedMemory.mount_name}. */
  public static final int SHARED_MEMORY_MOUNT_NAME = 2;

  /** {@code SharedMemory.size_limit}. */
  public static final int SHARED_MEMORY_SIZE_LIMIT = 3;

  /** {@code DescriptionEntity.short_description}. */
  public static final int DESCRIPTION_ENTITY_SHORT_DESCRIPTION = 2;

  /** {@code DescriptionEntity.long_description}. */
  public static final int DESCRIPTION_ENTITY_LONG_DESCRIPTION = 3;

  /** {@code DescriptionEntity.source_code}. */
  public static final int DESCRIPTION_ENTITY_SOURCE_CODE = 4;

  /** {@code Description.value}. */
  public static final int DESCRIPTION_VALUE = 1;

  /** {@code Description.format}. */
  public static final int DESCRIPTION_FORMAT = 3;

  /** {@code SourceCode.link}. */
  public static final int SOURCE_CODE_LINK = 1;

  private FlyteidlField() {}
}
