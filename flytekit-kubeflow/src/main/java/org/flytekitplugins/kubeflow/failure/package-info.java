/**
 * Why a replica failed, as data: what another process has thrown is described here, never
 * deserialised, and nobody reads it back out of a sentence.
 */
@NullMarked
package org.flytekitplugins.kubeflow.failure;

import org.jspecify.annotations.NullMarked;
