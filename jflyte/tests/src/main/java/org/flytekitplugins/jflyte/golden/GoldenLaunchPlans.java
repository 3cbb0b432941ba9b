package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.time.Instant;
import org.flyte.flytekit.SdkCronSchedule;
import org.flyte.flytekit.SdkLaunchPlan;
import org.flyte.flytekit.SdkLaunchPlanRegistry;
import org.flyte.flytekit.SimpleSdkLaunchPlanRegistry;

/** The launch plan of every workflow, and further ones with inputs and schedules. */
@AutoService(SdkLaunchPlanRegistry.class)
public final class GoldenLaunchPlans extends SimpleSdkLaunchPlanRegistry {
  /** The registry. */
  public GoldenLaunchPlans() {
    registerDefaultLaunchPlans();
    registerLaunchPlan(
        SdkLaunchPlan.of(new DiamondWorkflow())
            .withName("golden.nightly")
            .withFixedInput("number", 42L)
            .withCronSchedule(SdkCronSchedule.of("0 3 * * *", Duration.ofHours(6))));
    registerLaunchPlan(
        SdkLaunchPlan.of(new DiamondWorkflow())
            .withName("golden.daily")
            .withDefaultInput("number", 1L)
            .withCronSchedule(SdkCronSchedule.daily()));
    registerLaunchPlan(
        SdkLaunchPlan.of(new ConditionsWorkflow())
            .withName("golden.fixed")
            .withFixedInput("integer", 1L)
            .withFixedInput("real", 0.5)
            .withFixedInput("text", "text")
            .withFixedInput("truth", true)
            .withFixedInput("when", Instant.EPOCH)
            .withFixedInput("howLong", Duration.ofSeconds(90)));
    registerLaunchPlan(
        SdkLaunchPlan.of(new ConditionsWorkflow())
            .withName("golden.defaults")
            .withDefaultInput("integer", 1L)
            .withDefaultInput("real", 0.5)
            .withDefaultInput("text", "text")
            .withDefaultInput("truth", true)
            .withDefaultInput("when", Instant.EPOCH)
            .withDefaultInput("howLong", Duration.ofSeconds(90)));
  }
}
