package org.flyte.api.v1;

import java.util.Map;

public class LaunchPlan {
  private Builder built;

  public String name() {
    return built.name;
  }

  public PartialWorkflowIdentifier workflowId() {
    return built.workflowId;
  }

  public Map<String, Literal> fixedInputs() {
    return Map.of();
  }

  public Map<String, Parameter> defaultInputs() {
    return Map.of();
  }

  public CronSchedule cronSchedule() {
    return null;
  }

  public Integer maxParallelism() {
    return built.maxParallelism;
  }

  public static Builder builder() {
    return new Builder();
  }

  public static class Builder {
    private String name;
    private PartialWorkflowIdentifier workflowId;
    private Integer maxParallelism;

    public Builder name(String newName) {
      name = newName;
      return this;
    }

    public Builder workflowId(PartialWorkflowIdentifier newWorkflowId) {
      workflowId = newWorkflowId;
      return this;
    }

    public Builder maxParallelism(Integer newMaxParallelism) {
      maxParallelism = newMaxParallelism;
      return this;
    }

    public LaunchPlan build() {
      LaunchPlan plan = new LaunchPlan();
      plan.built = this;
      return plan;
    }
  }
}
