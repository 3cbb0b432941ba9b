/** Packages of tasks and directories of modules, loaded by class loaders of their own. */
@NullMarked
package org.flytekitplugins.jflyte.loading;

import org.jspecify.annotations.NullMarked;
