/**
 * What a job did, recorded while it ran and drawn afterwards as one HTML page: the page that
 * Flyte's console shows as a task's deck.
 */
@NullMarked
package org.flytekitplugins.report.deck;

import org.jspecify.annotations.NullMarked;
