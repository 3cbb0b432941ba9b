/** The blobs of Amazon S3, and of what speaks its protocol. */
@NullMarked
package org.flytekitplugins.jflyte.module.s3;

import org.jspecify.annotations.NullMarked;
