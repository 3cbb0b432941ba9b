/** The command line: it parses and reports; what it does is in the other rooms. */
@NullMarked
package org.flytekitplugins.jflyte.command;

import org.jspecify.annotations.NullMarked;
