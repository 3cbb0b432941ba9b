/**
 * Blob stores by the scheme of their URIs; <code>file</code> is built in, others come as modules.
 */
@NullMarked
package org.flytekitplugins.jflyte.storage;

import org.jspecify.annotations.NullMarked;
