package org.flytekitplugins.examples;

import static org.flytekitplugins.spi.Notification.Phase.SUCCEEDED;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkCronSchedule;
import org.flyte.flytekit.SdkLaunchPlan;
import org.flyte.flytekit.SdkLaunchPlanRegistry;
import org.flytekitplugins.spi.LaunchPlanExtension;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.Notification;

/** When the digits workflow runs by itself, with which inputs, and who hears of it. */
@AutoService(SdkLaunchPlanRegistry.class)
public final class DigitsLaunchPlans implements SdkLaunchPlanRegistry, LaunchPlanExtension {
  // snippet: plans
  @Override
  public List<SdkLaunchPlan> getLaunchPlans() {
    return List.of(
        SdkLaunchPlan.of(new DigitsWorkflow())
            .withName("digits.nightly")
            .withFixedInput("steps", 2000L)
            .withDefaultInput("learningRate", 0.5)
            .withDefaultInput("seed", 1L)
            .withCronSchedule(SdkCronSchedule.of("0 3 * * *")),
        SdkLaunchPlan.of(new DigitsWorkflow())
            .withName("digits.canary")
            .withFixedInput("steps", 20L)
            .withFixedInput("learningRate", 0.5)
            .withFixedInput("seed", 1L));
  }

  // end

  // snippet: settings
  @Override
  public Map<String, LaunchPlanSettings> getLaunchPlanSettings() {
    return Map.of(
        "digits.nightly",
        LaunchPlanSettings.builder()
            .notification(Notification.email("vision@example.com"))
            .notification(Notification.slack("models@example.slack.com").on(SUCCEEDED))
            .label("team", "vision")
            .annotation("example.com/runbook", "https://example.com/digits")
            .maxParallelism(4)
            .serviceAccount("digits")
            .build(),
        "digits.canary",
        LaunchPlanSettings.builder()
            .fixedRate(Duration.ofHours(6))
            .notification(Notification.pagerDuty("vision@example.pagerduty.com"))
            .overwriteCache()
            .interruptible(true)
            .build());
  }
  // end
}
