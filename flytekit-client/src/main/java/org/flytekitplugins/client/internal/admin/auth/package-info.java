/** Tokens: from a module, for client credentials, from a command, from a file or a variable. */
@NullMarked
package org.flytekitplugins.client.internal.admin.auth;

import org.jspecify.annotations.NullMarked;
