/** How far something is, drawn for people: a tree or a bar on a terminal, lines everywhere else. */
@NullMarked
package org.flytekitplugins.jflyte.command.progress;

import org.jspecify.annotations.NullMarked;
