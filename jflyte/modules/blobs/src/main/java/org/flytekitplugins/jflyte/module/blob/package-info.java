/**
 * Whole blobs, in parts and in parallel, over any {@link
 * org.flytekitplugins.jflyte.module.blob.BlobService}: what jflyte's storage modules have in
 * common.
 */
@NullMarked
package org.flytekitplugins.jflyte.module.blob;

import org.jspecify.annotations.NullMarked;
