/** Not API: the rules, and what they look at. It may change with every version. */
@NullMarked
package org.flytekitplugins.jflyte.explain.internal;

import org.jspecify.annotations.NullMarked;
