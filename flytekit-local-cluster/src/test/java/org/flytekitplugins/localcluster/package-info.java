/** Tests of the local cluster, on real processes where processes matter. */
package org.flytekitplugins.localcluster;
