@NullMarked
package org.flytekitplugins.jflyte.driver;

import org.jspecify.annotations.NullMarked;
