/** What users ask builders of jobs for, good or bad, whatever the framework. */
package org.flytekitplugins.kubeflow.requests;
