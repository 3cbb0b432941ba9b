@NullMarked
package org.flytekitplugins.jflyte.local;

import org.jspecify.annotations.NullMarked;
