package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.Creation;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.jflyte.closure.ScheduleVerdicts.Verdict;
import org.flytekitplugins.jflyte.registration.ClosedPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin;
import org.junit.jupiter.api.Test;

/** The flyteadmin of our tests has a grammar of its own, which must be the real one's. */
class PlayedSchedulesTest {
  private static final Literal ONE =
      Literal.newBuilder()
          .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(1)))
          .build();

  @Test
  void thePlayedFlyteadminTakesWhatTheRealOneTakesAndRefusesTheRest() throws Exception {
    List<Verdict> otherwise = new ArrayList<>();
    try (LocalFlyteAdmin server = LocalFlyteAdmin.start();
        AdminClient client =
            AdminClient.builder(AdminConfig.plaintext(server.endpoint())).build()) {
      ProjectClosure closure = ClosedPackages.of(2);
      closure.tasks().forEach(task -> client.createTask(task).join());
      client.createWorkflow(closure.workflows().get(0)).join();
      LaunchPlanCreateRequest plan = closure.launchPlans().get(0);
      int number = 0;
      for (Verdict verdict : ScheduleVerdicts.read()) {
        LaunchPlanCreateRequest scheduled = scheduled(plan, "p" + number++, verdict.schedule());
        Creation answer = client.createLaunchPlan(scheduled).join();
        if ((answer.kind() == Creation.Kind.CREATED) != verdict.taken()) {
          otherwise.add(verdict);
        }
      }
    }

    assertThat(otherwise).isEmpty();
  }

  private static LaunchPlanCreateRequest scheduled(
      LaunchPlanCreateRequest plan, String name, String schedule) {
    LaunchPlanCreateRequest.Builder scheduled = plan.toBuilder();
    scheduled.getIdBuilder().setName(name);
    LaunchPlanSpec.Builder spec = scheduled.getSpecBuilder();
    spec.getFixedInputsBuilder().putLiterals("i", ONE);
    spec.getEntityMetadataBuilder()
        .getScheduleBuilder()
        .getCronScheduleBuilder()
        .setSchedule(schedule);
    return scheduled.build();
  }
}
