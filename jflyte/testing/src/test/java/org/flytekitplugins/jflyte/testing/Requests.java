package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;

/** Requests that flyteadmin takes, to be changed by a merge of text. */
final class Requests {
  private static final String INTERFACE =
      "interface { inputs { variables { key: 'i' value { type { simple: INTEGER } } } }"
          + " outputs { variables { key: 'o' value { type { simple: INTEGER } } } } }";

  private Requests() {}

  static String id(String type, String name) {
    return id(type, name, "1");
  }

  static String id(String type, String name, String version) {
    return "resource_type: "
        + type
        + " project: 'flytesnacks' domain: 'development' name: '"
        + name
        + "' version: '"
        + version
        + "'";
  }

  static TaskCreateRequest task(String name) {
    return parse(
            TaskCreateRequest.newBuilder(),
            "id { "
                + id("TASK", name)
                + " } spec { template { type: 'container' metadata { } container { image: 'image' args: 'run' } "
                + INTERFACE
                + " } }")
        .build();
  }

  static WorkflowCreateRequest workflow(String name, String... nodes) {
    return parse(
            WorkflowCreateRequest.newBuilder(),
            "id { "
                + id("WORKFLOW", name)
                + " } spec { template { "
                + INTERFACE
                + String.join(" ", nodes)
                + " outputs { var: 'o' binding { promise { node_id: 'n' var: 'o' } } } } }")
        .build();
  }

  /** A node that runs a task with the number of the workflow. */
  static String node(String id, String task) {
    return "nodes { id: '"
        + id
        + "' task_node { reference_id { "
        + id("TASK", task)
        + " } } inputs { var: 'i' binding { promise { var: 'i' } } } }";
  }

  static LaunchPlanCreateRequest launchPlan(String name, String workflow) {
    return parse(
            LaunchPlanCreateRequest.newBuilder(),
            "id { "
                + id("LAUNCH_PLAN", name)
                + " } spec { workflow_id { "
                + id("WORKFLOW", workflow)
                + " } }")
        .build();
  }

  static <B extends Message.Builder> B parse(B builder, String text) {
    try {
      TextFormat.merge(text, builder);
      return builder;
    } catch (TextFormat.ParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
