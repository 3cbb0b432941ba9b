package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.JobRecord.Detail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pod can tell of where the logs of its job are. */
class PodLogsTest {
  private static final Replica CHIEF = Replica.parse("chief-0");
  private static final List<Replica> BOTH = List.of(CHIEF, Replica.parse("worker-1"));
  private static final Map<String, String> POD =
      Map.of(
          "HOSTNAME", "f1a2b3-n0-1-chief-0",
          "FLYTE_INTERNAL_EXECUTION_PROJECT", "digits",
          "FLYTE_INTERNAL_EXECUTION_DOMAIN", "production",
          "FLYTE_INTERNAL_EXECUTION_ID", "f1a2b3",
          "FLYTE_ATTEMPT_NUMBER", "1");

  @TempDir Path folder;

  private List<Detail> details(Map<String, String> more, List<Replica> replicas) {
    Map<String, String> environment = new HashMap<>(POD);
    environment.putAll(more);
    DeckDetails details = DeckDetails.of(Map.of());
    int before = details.all().size();
    new PodLogs(environment, CHIEF, folder.resolve("namespace")).addTo(details, replicas);
    return details.all().subList(before, details.all().size());
  }

  @Test
  void areReadByACommandForEachPod() throws Exception {
    assertThat(details(Map.of(), BOTH))
        .containsExactly(
            Detail.of(
                "pods", "kubectl logs f1a2b3-n0-1-chief-0\nkubectl logs f1a2b3-n0-1-worker-1"));
    assertThat(details(Map.of("POD_NAMESPACE", "mine"), List.of(CHIEF)))
        .containsExactly(Detail.of("pods", "kubectl logs --namespace mine f1a2b3-n0-1-chief-0"));

    Files.writeString(folder.resolve("namespace"), "digits-production\n");
    assertThat(details(Map.of("POD_NAMESPACE", "mine"), List.of(CHIEF)))
        .containsExactly(
            Detail.of("pods", "kubectl logs --namespace digits-production f1a2b3-n0-1-chief-0"));
  }

  @Test
  void areReadByACommandForSomeOfManyPods() {
    List<Replica> many =
        IntStream.range(0, 9).mapToObj(index -> Replica.parse("worker-" + index)).toList();

    assertThat(details(Map.of(), many).get(0).text().lines())
        .hasSize(9)
        .endsWith("kubectl logs f1a2b3-n0-1-worker-7", "and so on");
    assertThat(details(Map.of(), many.subList(0, 8)).get(0).text()).doesNotContain("so on");
  }

  @Test
  void areAtAnAddressForEachPodWhereATemplateSaysSo() throws Exception {
    Files.writeString(folder.resolve("namespace"), "digits-production");
    String template =
        "https://logs.example/{{ .executionProject }}/{{.executionDomain}}/{{ $executionName }}"
            + "?ns={{ .namespace }}&pod={{ .PODNAME }}&try={{ .taskRetryAttempt }}";

    assertThat(details(Map.of(PodLogs.VARIABLE, template), BOTH))
        .containsExactly(
            Detail.of(
                "logs",
                "chief-0",
                URI.create(
                    "https://logs.example/digits/production/f1a2b3?ns=digits-production"
                        + "&pod=f1a2b3-n0-1-chief-0&try=1")),
            Detail.of(
                "logs",
                "worker-1",
                URI.create(
                    "https://logs.example/digits/production/f1a2b3?ns=digits-production"
                        + "&pod=f1a2b3-n0-1-worker-1&try=1")));
  }

  @Test
  void areNowhereWhereTheTemplateAsksForWhatAPodDoesNotKnow() {
    assertThatThrownBy(
            () -> details(Map.of(PodLogs.VARIABLE, "https://x/{{ .containerId }}"), BOTH))
        .hasMessage(
            "JFLYTE_LOG_TEMPLATE has {{ .containerId }}, which a pod does not know; it knows podName,"
                + " hostname, namespace, executionProject, executionDomain, executionName and"
                + " taskRetryAttempt");
    assertThatThrownBy(() -> details(Map.of(PodLogs.VARIABLE, "javascript:{{ .podName }}"), BOTH))
        .hasMessage(
            "JFLYTE_LOG_TEMPLATE is javascript:{{ .podName }}, which makes no address: begin it"
                + " with https://");
    assertThatThrownBy(() -> details(Map.of(PodLogs.VARIABLE, "https://x/ {{ .podName }}"), BOTH))
        .hasMessageStartingWith(
            "JFLYTE_LOG_TEMPLATE is https://x/ {{ .podName }}, which makes no address: ");
  }

  @Test
  void areUnknownToAPodThatNoOperatorHasMade() {
    for (String name : List.of("", "laptop", "f1a2b3-n0-1-worker-0", "chief-0")) {
      assertThat(details(Map.of("HOSTNAME", name), BOTH)).as(name).isEmpty();
    }
  }
}
