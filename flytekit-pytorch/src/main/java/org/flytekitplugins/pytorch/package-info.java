/** PyTorch training jobs, elastic ones too, as tasks of Flyte workflows. */
@NullMarked
package org.flytekitplugins.pytorch;

import org.jspecify.annotations.NullMarked;
