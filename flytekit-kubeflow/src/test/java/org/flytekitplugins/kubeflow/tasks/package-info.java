/** Tasks that the registrar's tests find as services. */
package org.flytekitplugins.kubeflow.tasks;
