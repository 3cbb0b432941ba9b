package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanMetadata;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface;
import flyteidl.core.Literals;
import flyteidl.core.Types;
import java.util.Map;
import org.flyte.api.v1.CronSchedule;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Parameter;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchPlanIdlTest {
  private static final Literal THREE =
      Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(3)));
  private static final Literals.Literal THREE_MESSAGE =
      Literals.Literal.newBuilder()
          .setScalar(
              Literals.Scalar.newBuilder()
                  .setPrimitive(Literals.Primitive.newBuilder().setInteger(3)))
          .build();

  @Test
  void writes_a_launch_plan_with_everything() {
    Variable variable =
        Variable.builder()
            .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
            .description("how often")
            .build();
    Interface.Variable variableMessage =
        Interface.Variable.newBuilder()
            .setType(Types.LiteralType.newBuilder().setSimple(Types.SimpleType.INTEGER))
            .setDescription("how often")
            .build();
    LaunchPlan launchPlan =
        launchPlan()
            .fixedInputs(Map.of("fixed", THREE))
            .defaultInputs(
                Map.of(
                    "epochs", Parameter.create(variable, THREE),
                    "steps", Parameter.create(variable, null)))
            .cronSchedule(CronSchedule.builder().schedule("0 * * * *").offset("PT5M").build())
            .build();
    assertThat(LaunchPlanIdl.toIdl(launchPlan))
        .isEqualTo(
            message()
                .setFixedInputs(
                    Literals.LiteralMap.newBuilder().putLiterals("fixed", THREE_MESSAGE))
                .setDefaultInputs(
                    Interface.ParameterMap.newBuilder()
                        .putParameters(
                            "epochs",
                            Interface.Parameter.newBuilder()
                                .setVar(variableMessage)
                                .setDefault(THREE_MESSAGE)
                                .build())
                        .putParameters(
                            "steps",
                            Interface.Parameter.newBuilder()
                                .setVar(variableMessage)
                                .setRequired(true)
                                .build()))
                .setEntityMetadata(
                    LaunchPlanMetadata.newBuilder()
                        .setSchedule(
                            ScheduleOuterClass.Schedule.newBuilder()
                                .setCronSchedule(
                                    ScheduleOuterClass.CronSchedule.newBuilder()
                                        .setSchedule("0 * * * *")
                                        .setOffset("PT5M"))))
                .build());
  }

  @Test
  void writes_a_launch_plan_with_nothing_as_stock_jflyte_does() {
    assertThat(LaunchPlanIdl.toIdl(launchPlan().build())).isEqualTo(message().build());
  }

  @Test
  void writes_a_schedule_without_an_offset() {
    assertThat(
            LaunchPlanIdl.toIdl(
                launchPlan()
                    .cronSchedule(CronSchedule.builder().schedule("@daily").build())
                    .build()))
        .isEqualTo(
            message()
                .setEntityMetadata(
                    LaunchPlanMetadata.newBuilder()
                        .setSchedule(
                            ScheduleOuterClass.Schedule.newBuilder()
                                .setCronSchedule(
                                    ScheduleOuterClass.CronSchedule.newBuilder()
                                        .setSchedule("@daily"))))
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "hourly, @hourly",
    "hours, @hourly",
    "daily, @daily",
    "days, @daily",
    "weekly, @weekly",
    "weeks, @weekly",
    "monthly, @monthly",
    "months, @monthly",
    "yearly, @yearly",
    "years, @yearly",
    "annually, @annually",
    "@annually, @annually",
    "0 6 * * *, 0 6 * * *",
    "fortnightly, fortnightly",
  })
  void writes_the_words_of_flytekit_java_as_flyteadmin_reads_them(String word, String written) {
    LaunchPlan launchPlan =
        launchPlan().cronSchedule(CronSchedule.builder().schedule(word).build()).build();
    assertThat(
            LaunchPlanIdl.toIdl(launchPlan)
                .getEntityMetadata()
                .getSchedule()
                .getCronSchedule()
                .getSchedule())
        .isEqualTo(written);
  }

  @Test
  void names_the_launch_plan_whose_workflow_is_incomplete() {
    LaunchPlan launchPlan =
        LaunchPlan.builder()
            .name("lp")
            .workflowId(PartialWorkflowIdentifier.builder().name("wf").build())
            .build();
    assertThatThrownBy(() -> LaunchPlanIdl.toIdl(launchPlan))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan \"lp\": the reference to workflow \"wf\" has no project; complete it"
                + " before it is written");
  }

  private static LaunchPlan.Builder launchPlan() {
    return LaunchPlan.builder()
        .name("lp")
        .workflowId(
            PartialWorkflowIdentifier.builder()
                .project("p")
                .domain("d")
                .name("wf")
                .version("v")
                .build());
  }

  private static LaunchPlanSpec.Builder message() {
    return LaunchPlanSpec.newBuilder()
        .setWorkflowId(
            Identifier.newBuilder()
                .setResourceType(ResourceType.WORKFLOW)
                .setProject("p")
                .setDomain("d")
                .setName("wf")
                .setVersion("v"))
        .setFixedInputs(Literals.LiteralMap.getDefaultInstance())
        .setDefaultInputs(Interface.ParameterMap.getDefaultInstance());
  }
}
