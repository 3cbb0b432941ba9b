package org.flytekitplugins.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.flytekitplugins.spi.Notification.Phase.FAILED;
import static org.flytekitplugins.spi.Notification.Phase.SUCCEEDED;
import static org.flytekitplugins.spi.Notification.Phase.TIMED_OUT;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What launch plans say beside their workflow, and what they may not. */
class LaunchPlanSettingsTest {
  @Test
  void whatWasSaidIsKept() {
    Notification email = Notification.email("a@example.com", "b@example.com");
    LaunchPlanSettings settings =
        LaunchPlanSettings.builder()
            .fixedRate(Duration.ofHours(6))
            .kickoffTimeInput("time")
            .notification(email)
            .notification(Notification.slack("c@example.com").on(SUCCEEDED))
            .label("team", "vision")
            .annotation("example.com/contact", "Grace Hopper, room 12")
            .maxParallelism(4)
            .overwriteCache()
            .interruptible(false)
            .serviceAccount("trainer")
            .rawOutputPrefix("s3://models/digits")
            .build();

    assertThat(settings)
        .hasToString(
            "LaunchPlanSettings{fixedRate=PT6H, kickoffTimeInput=time, notifications="
                + "[Notification{kind=EMAIL, recipients=[a@example.com, b@example.com],"
                + " phases=[FAILED, TIMED_OUT]}, Notification{kind=SLACK,"
                + " recipients=[c@example.com], phases=[SUCCEEDED]}], labels={team=vision},"
                + " annotations={example.com/contact=Grace Hopper, room 12}, maxParallelism=4,"
                + " isCacheOverwritten=true, interruptible=false, serviceAccount=trainer,"
                + " rawOutputPrefix=s3://models/digits}");
    assertThat(email.kind()).isEqualTo(Notification.Kind.EMAIL);
    assertThat(email.recipients()).containsExactly("a@example.com", "b@example.com");
    assertThat(email.phases()).containsExactly(FAILED, TIMED_OUT);
    assertThat(email.on(SUCCEEDED, FAILED).phases()).containsExactly(SUCCEEDED, FAILED);
    assertThat(Notification.pagerDuty("d@example.com").kind())
        .isEqualTo(Notification.Kind.PAGER_DUTY);
  }

  @Test
  void nothingIsSaidAtFirst() {
    assertThat(LaunchPlanSettings.builder().build())
        .hasToString(
            "LaunchPlanSettings{fixedRate=null, kickoffTimeInput=null, notifications=[], labels={},"
                + " annotations={}, maxParallelism=null, isCacheOverwritten=false,"
                + " interruptible=null, serviceAccount=null, rawOutputPrefix=null}");
  }

  private static Stream<Arguments> refusals() {
    String rate = "Flyte counts minutes, so give it a whole number of them, 1 or more";
    String key =
        "use up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both ends, after"
            + " a domain and a '/' if you like";
    return Stream.of(
        refusal(b -> b.fixedRate(Duration.ZERO), "launchPlan.fixedRate is PT0S: " + rate),
        refusal(b -> b.fixedRate(Duration.ofHours(-1)), "launchPlan.fixedRate is PT-1H: " + rate),
        refusal(
            b -> b.fixedRate(Duration.ofSeconds(90)), "launchPlan.fixedRate is PT1M30S: " + rate),
        refusal(
            b -> b.fixedRate(Duration.ofMinutes(1).plusNanos(1)),
            "launchPlan.fixedRate is PT1M0.000000001S: " + rate),
        refusal(
            b -> b.fixedRate(Duration.ofMinutes(1L << 31)),
            "launchPlan.fixedRate is PT35791394H8M: Flyte counts up to 2147483647 minutes, so give"
                + " it fewer"),
        refusal(
            b -> b.kickoffTimeInput(" "),
            "launchPlan.kickoffTimeInput is blank: name an input of the workflow, or leave it out"),
        refusal(b -> b.label("-team", "x"), "launchPlan.labels has the key \"-team\": " + key),
        refusal(b -> b.label("", "x"), "launchPlan.labels has the key \"\": " + key),
        refusal(
            b -> b.label("No.Domain/a", "x"),
            "launchPlan.labels has the key \"No.Domain/a\": " + key),
        refusal(b -> b.label("a/b/c", "x"), "launchPlan.labels has the key \"a/b/c\": " + key),
        refusal(
            b -> b.label("team", "Grace Hopper"),
            "launchPlan.labels has the value \"Grace Hopper\" for team: use up to 63 letters,"
                + " digits, '-', '_' and '.', with a letter or digit at both ends; an annotation may"
                + " hold anything"),
        refusal(
            b -> b.annotation("a b", "x"), "launchPlan.annotations has the key \"a b\": " + key),
        refusal(
            b -> b.maxParallelism(0),
            "launchPlan.maxParallelism is 0: let 1 or more nodes run at once, or leave it out"),
        refusal(
            b -> b.serviceAccount("Trainer"),
            "launchPlan.serviceAccount is \"Trainer\": name a service account of Kubernetes, in lower"
                + " case letters, digits, '-' and '.'"),
        refusal(
            b -> b.rawOutputPrefix("/models"),
            "launchPlan.rawOutputPrefix is \"/models\": write a URI such as s3://bucket/path"));
  }

  private static Arguments refusal(Consumer<LaunchPlanSettings.Builder> said, String sentence) {
    return arguments(sentence, said);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatFlyteCannotKeepIsRefused(String sentence, Consumer<LaunchPlanSettings.Builder> said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> said.accept(LaunchPlanSettings.builder()))
        .withMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "team", "@example.com", "team@", "my team@example.com"})
  void whatIsNoAddressIsRefused(String recipient) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Notification.slack("a@example.com", recipient))
        .withMessage(
            "notification.recipients has \"%s\": Flyte sends e-mail, also for Slack and PagerDuty,"
                + " so write an address such as team@example.com",
            recipient);
  }
}
