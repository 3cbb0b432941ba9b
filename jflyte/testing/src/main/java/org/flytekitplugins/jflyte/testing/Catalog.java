package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.TaskTemplate;

/** What a workflow can refer to. Both throw flyteadmin's refusal if there is no such thing. */
interface Catalog {
  TaskTemplate task(Identifier id);

  LaunchPlan launchPlan(Identifier id);
}
