/** Where flyteadmin is and how to get in: the environment, and Flyte's client configuration. */
@NullMarked
package org.flytekitplugins.client.internal.config;

import org.jspecify.annotations.NullMarked;
