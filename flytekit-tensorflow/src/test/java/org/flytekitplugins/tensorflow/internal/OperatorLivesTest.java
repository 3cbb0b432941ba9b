package org.flytekitplugins.tensorflow.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.tensorflow.fixtures.RecordedData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Lives of jobs that the real operator looked at: our rules make the same of each look. */
class OperatorLivesTest {
  private static final Pattern RESTARTING =
      Pattern.compile("is restarting because (\\w+) replica\\(s\\) failed");

  @TestFactory
  Stream<DynamicTest> whatTheOperatorMadeOfAJobOurRulesMakeOfIt() throws IOException {
    Optional<Path> file = RecordedData.at("operator/lives.jsonl");
    List<DynamicTest> lives = new ArrayList<>();
    for (String line : file.isEmpty() ? List.<String>of() : Files.readAllLines(file.get())) {
      JsonNode life = new ObjectMapper().readTree(line);
      lives.add(dynamicTest(life.get("id").asText(), () -> replay(life)));
    }
    return lives.stream();
  }

  private static void replay(JsonNode life) {
    TfJobOperator rules =
        new TfJobOperator(
            "default",
            "digits",
            ClusterText.cluster(shape(life.get("shape")), policy(life.get("policy"))));
    JobStatus status = rules.created();
    Set<String> lostRoles = new HashSet<>();
    int number = 0;
    for (JsonNode step : life.get("steps")) {
      number++;
      Map<Replica, PodStatus> pods = pods(step.get("pods"));
      lostRoles.addAll(lostRoles(pods));

      Reconciliation look =
          rules.reconcile(status, pods, Duration.ofSeconds(step.get("active").asLong()));

      String where = "look " + number + " after " + step.get("events");
      assertThat(conditions(look.status(), lostRoles))
          .as("conditions at %s", where)
          .isEqualTo(conditions(step.get("conditions"), lostRoles));
      assertThat(look.created())
          .as("created at %s", where)
          .isEqualTo(replicas(step.get("created")));
      assertThat(look.deleted())
          .as("deleted at %s", where)
          .isEqualTo(replicas(step.get("deleted")));
      status = look.status();
    }
  }

  private static String shape(JsonNode shape) {
    List<String> roles = new ArrayList<>();
    shape
        .properties()
        .forEach(
            role ->
                roles.add(
                    role.getKey()
                        + ":"
                        + role.getValue().get("n").asInt()
                        + "/"
                        + role.getValue().get("policy").asText()));
    return String.join(" ", roles);
  }

  private static String policy(JsonNode policy) {
    return policy.properties().stream()
        .map(field -> field.getKey() + "=" + field.getValue().asText())
        .collect(Collectors.joining(" "));
  }

  // A pod that was deleted has a third word; of those that the operator deletes it takes no notice.
  private static Map<Replica, PodStatus> pods(JsonNode pods) {
    Map<Replica, PodStatus> statuses = new TreeMap<>();
    pods.properties()
        .forEach(
            pod -> {
              PodStatus status =
                  PodStatus.of(
                      PodPhase.valueOf(pod.getValue().get(0).asText()),
                      pod.getValue().get(1).asInt());
              statuses.put(
                  Replica.parse(pod.getKey()),
                  pod.getValue().size() > 2 ? status.terminating() : status);
            });
    return statuses;
  }

  private static List<String> conditions(JobStatus status, Set<String> lostRoles) {
    return status.conditions().stream()
        .map(
            c -> condition(c.state().operatorName(), c.holds(), c.reason(), c.message(), lostRoles))
        .toList();
  }

  private static List<String> conditions(JsonNode conditions, Set<String> lostRoles) {
    List<String> texts = new ArrayList<>();
    for (JsonNode condition : conditions) {
      texts.add(
          condition(
              condition.get("t").asText(),
              condition.get("h").asBoolean(),
              condition.get("r").asText(),
              condition.get("m").asText(),
              lostRoles));
    }
    return texts;
  }

  private static String condition(
      String type, boolean holds, String reason, String message, Set<String> lostRoles) {
    return type + " " + holds + " " + reason + " " + anyOf(lostRoles, message);
  }

  // The operator goes over a Go map: of several roles that were lost it names any.
  private static String anyOf(Set<String> lostRoles, String message) {
    Matcher restarting = RESTARTING.matcher(message);
    return restarting.find() && lostRoles.contains(restarting.group(1).toLowerCase(Locale.ROOT))
        ? restarting.replaceFirst("is restarting because a lost role's replica(s) failed")
        : message;
  }

  private static Set<String> lostRoles(Map<Replica, PodStatus> pods) {
    return pods.entrySet().stream()
        .filter(pod -> pod.getValue().phase() == PodPhase.FAILED)
        .map(pod -> pod.getKey().type().lowerCaseName())
        .collect(Collectors.toSet());
  }

  private static Set<Replica> replicas(JsonNode names) {
    Set<Replica> replicas = new TreeSet<>();
    names.forEach(name -> replicas.add(Replica.parse(name.asText())));
    return replicas;
  }
}
