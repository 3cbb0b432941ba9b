/**
 * A played flyteadmin in JUnit 5 tests: {@link
 * org.flytekitplugins.jflyte.testing.junit.LocalFlyteAdminExtension} starts it before a test, and
 * sees to it that it does not outlive it.
 */
@NullMarked
package org.flytekitplugins.jflyte.testing.junit;

import org.jspecify.annotations.NullMarked;
