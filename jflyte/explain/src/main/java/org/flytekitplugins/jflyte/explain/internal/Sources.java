package org.flytekitplugins.jflyte.explain.internal;

/** Where the backends decide what rules speak of. */
final class Sources {
  /** What merges a task, its roles and the platform into containers. */
  static final String REPLICA_RESOURCES = kfoperators("common/common_operator.go#L336-L345");

  /** What fills, merges and lowers resources. */
  static final String CONTAINER_RESOURCES =
      flyte("flyteplugins/go/tasks/pluginmachinery/flytek8s/container_helper.go#L182-L217");

  /** What makes a pod of a task. */
  static final String TASK_POD =
      flyte("flyteplugins/go/tasks/pluginmachinery/flytek8s/pod_helper.go#L316-L397");

  /** What counts as a failed pod. */
  static final String POD_STATUS = operator("pkg/core/status.go#L37");

  private Sources() {}

  static String flyte(String path) {
    return "https://github.com/flyteorg/flyte/blob/v1.16.8/" + path;
  }

  /** A file of Flyte 2, as far as it was there when we tried it. */
  static String flyteTwo(String path) {
    return "https://github.com/flyteorg/flyte/blob/6fadb90d/" + path;
  }

  /** A file of Flyte's plugins for training jobs. */
  static String kfoperators(String path) {
    return flyte("flyteplugins/go/tasks/plugins/k8s/kfoperators/" + path);
  }

  /** A file of the training operator. */
  static String operator(String path) {
    return "https://github.com/kubeflow/trainer/blob/v1.9.3/" + path;
  }

  /** A file of PyTorch. */
  static String torch(String path) {
    return "https://github.com/pytorch/pytorch/blob/v1.13.1/" + path;
  }

  /** A page of Kubernetes' documentation. */
  static String kubernetes(String path) {
    return "https://kubernetes.io/docs/" + path;
  }
}
