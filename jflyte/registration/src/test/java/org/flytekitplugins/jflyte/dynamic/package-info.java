@NullMarked
package org.flytekitplugins.jflyte.dynamic;

import org.jspecify.annotations.NullMarked;
