/** The blobs of Google Cloud Storage, and Google's id tokens. */
@NullMarked
package org.flytekitplugins.jflyte.module.gs;

import org.jspecify.annotations.NullMarked;
