/**
 * PyTorch training jobs as tasks of Flyte workflows: describe one with {@link
 * org.flytekitplugins.pytorch.PyTorchJob}, or with {@link org.flytekitplugins.pytorch.Elastic} if
 * torchrun starts it.
 */
@NullMarked
package org.flytekitplugins.pytorch;

import org.jspecify.annotations.NullMarked;
