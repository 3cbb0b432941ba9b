/**
 * Training jobs in JUnit 5 tests: {@link
 * org.flytekitplugins.localcluster.junit.LocalClusterExtension} starts them, breaks them, and sees
 * to it that nothing of them survives a test.
 */
@NullMarked
package org.flytekitplugins.localcluster.junit;

import org.jspecify.annotations.NullMarked;
