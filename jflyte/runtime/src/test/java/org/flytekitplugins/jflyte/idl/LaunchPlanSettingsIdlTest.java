package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.TextFormat;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass.FixedRate;
import flyteidl.admin.ScheduleOuterClass.FixedRateUnit;
import java.time.Duration;
import java.util.stream.Stream;
import org.flyte.api.v1.CronSchedule;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.Notification;
import org.flytekitplugins.spi.Notification.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a launch plan says that flytekit-java has no place for, as flyteadmin reads it. */
class LaunchPlanSettingsIdlTest {
  private static final PartialWorkflowIdentifier WORKFLOW =
      PartialWorkflowIdentifier.builder().project("p").domain("d").name("wf").version("v").build();

  @Test
  void allOfItHasItsPlace() {
    LaunchPlanSettings settings =
        LaunchPlanSettings.builder()
            .fixedRate(Duration.ofHours(6))
            .kickoffTimeInput("time")
            .notification(Notification.email("a@example.com", "b@example.com"))
            .notification(Notification.slack("c@example.com").on(Phase.SUCCEEDED))
            .notification(Notification.pagerDuty("d@example.com").on(Phase.ABORTED))
            .label("team", "vision")
            .annotation("contact", "Grace Hopper")
            .maxParallelism(4)
            .overwriteCache()
            .interruptible(false)
            .serviceAccount("trainer")
            .rawOutputPrefix("s3://models/digits")
            .build();

    LaunchPlanSpec spec = spec(LaunchPlan.builder(), settings);

    assertThat(TextFormat.printer().printToString(spec))
        .isEqualTo(
            """
            workflow_id {
              resource_type: WORKFLOW
              project: "p"
              domain: "d"
              name: "wf"
              version: "v"
            }
            entity_metadata {
              schedule {
                rate {
                  value: 6
                  unit: HOUR
                }
                kickoff_time_input_arg: "time"
              }
              notifications {
                phases: FAILED
                phases: TIMED_OUT
                email {
                  recipients_email: "a@example.com"
                  recipients_email: "b@example.com"
                }
              }
              notifications {
                phases: SUCCEEDED
                slack {
                  recipients_email: "c@example.com"
                }
              }
              notifications {
                phases: ABORTED
                pager_duty {
                  recipients_email: "d@example.com"
                }
              }
            }
            default_inputs {
            }
            fixed_inputs {
            }
            labels {
              values {
                key: "team"
                value: "vision"
              }
            }
            annotations {
              values {
                key: "contact"
                value: "Grace Hopper"
              }
            }
            security_context {
              run_as {
                k8s_service_account: "trainer"
              }
            }
            raw_output_data_config {
              output_location_prefix: "s3://models/digits"
            }
            max_parallelism: 4
            interruptible {
            }
            20: 1
            """);
    assertThat(LaunchPlanIdl.isCacheOverwritten(spec)).isTrue();
  }

  @Test
  void whatSaysNothingAddsNothing() {
    LaunchPlanSpec spec = spec(LaunchPlan.builder(), LaunchPlanSettings.builder().build());

    assertThat(spec)
        .isEqualTo(
            LaunchPlanIdl.toIdl(
                LaunchPlan.builder().name("lp").workflowId(WORKFLOW).build(), WORKFLOW, null));
    assertThat(LaunchPlanIdl.isCacheOverwritten(spec)).isFalse();
  }

  @Test
  void aCronScheduleMayGiveItsTimeToo() {
    assertThat(
            spec(
                    LaunchPlan.builder()
                        .cronSchedule(CronSchedule.builder().schedule("0 6 * * *").build()),
                    LaunchPlanSettings.builder().kickoffTimeInput("time").build())
                .getEntityMetadata())
        .hasToString(
            """
            schedule {
              kickoff_time_input_arg: "time"
              cron_schedule {
                schedule: "0 6 * * *"
              }
            }
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1M, 1, MINUTE",
    "PT90M, 90, MINUTE",
    "PT1H, 1, HOUR",
    "PT36H, 36, HOUR",
    "PT24H, 1, DAY",
    "P7D, 7, DAY",
  })
  void aRateIsCountedInTheLargestUnitThatFits(String rate, int value, FixedRateUnit unit) {
    assertThat(
            spec(
                    LaunchPlan.builder(),
                    LaunchPlanSettings.builder().fixedRate(Duration.parse(rate)).build())
                .getEntityMetadata()
                .getSchedule()
                .getRate())
        .isEqualTo(FixedRate.newBuilder().setValue(value).setUnit(unit).build());
  }

  private static Stream<Arguments> contradictions() {
    return Stream.of(
        arguments(
            LaunchPlan.builder().cronSchedule(CronSchedule.builder().schedule("@daily").build()),
            LaunchPlanSettings.builder().fixedRate(Duration.ofHours(1)),
            "the fixed rate is PT1H, but it has the cron schedule \"@daily\" too; keep one of"
                + " them, or make two launch plans"),
        arguments(
            LaunchPlan.builder(),
            LaunchPlanSettings.builder().kickoffTimeInput("time"),
            "the kickoff time input is \"time\", but there is no schedule that would give it; add a"
                + " fixed rate or a cron schedule, or leave it out"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void whatContradictsTheLaunchPlanIsRefused(
      LaunchPlan.Builder plan, LaunchPlanSettings.Builder settings, String sentence) {
    assertThatThrownBy(() -> spec(plan, settings.build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage("launch plan \"lp\": " + sentence);
  }

  private static LaunchPlanSpec spec(LaunchPlan.Builder plan, LaunchPlanSettings settings) {
    return LaunchPlanIdl.toIdl(plan.name("lp").workflowId(WORKFLOW).build(), WORKFLOW, settings);
  }
}
