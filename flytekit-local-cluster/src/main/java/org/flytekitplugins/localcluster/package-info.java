/**
 * A training cluster on one machine: what the training operator and the kubelet do with a job's
 * replicas, done here.
 */
@NullMarked
package org.flytekitplugins.localcluster;

import org.jspecify.annotations.NullMarked;
