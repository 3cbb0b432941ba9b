/**
 * A training cluster on one machine: {@link org.flytekitplugins.localcluster.LocalCluster} starts
 * every replica of a job as a process, and does with them what the training operator and the
 * kubelet do on a real cluster.
 */
@NullMarked
package org.flytekitplugins.localcluster;

import org.jspecify.annotations.NullMarked;
