package org.flytekitplugins.jflyte.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.fixtures.TestPackages;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica with OpenTelemetry's agent tells a collector of its JVM, its calls and its meters. */
class TelemetryTest {
  private static final Path AGENT =
      Path.of("target/telemetry/opentelemetry-javaagent.jar").toAbsolutePath();

  @TempDir Path folder;
  private final Queue<byte[]> metrics = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> spans = new ConcurrentLinkedQueue<>();
  private HttpServer collector;

  @BeforeEach
  void startCollector() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receive("/v1/metrics", metrics);
    receive("/v1/traces", spans);
    collector.createContext(
        "/data",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    collector.start();
  }

  private void receive(String path, Queue<byte[]> requests) {
    collector.createContext(
        path,
        exchange -> {
          requests.add(exchange.getRequestBody().readAllBytes());
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stopCollector() {
    collector.stop(0);
  }

  private String uri() {
    return "http://127.0.0.1:" + collector.getAddress().getPort();
  }

  /** What a task says in {@code getEnv()}. */
  private static Map<String, String> telemetry(String agent, String collector) {
    // snippet: agent
    return Map.of(
        "JAVA_TOOL_OPTIONS", "-javaagent:" + agent,
        "OTEL_SERVICE_NAME", "train-digits",
        "OTEL_RESOURCE_ATTRIBUTES", "service.namespace=vision",
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector,
        "OTEL_LOGS_EXPORTER", "none",
        "OTEL_INSTRUMENTATION_MICROMETER_ENABLED", "true");
    // end
  }

  @Test
  void tellsOfItsJvmItsCallsAndItsMetersByItsName() throws Exception {
    try (Job job = Job.of(folder, "worker:1").jvmOption("-Xmx160m")) {
      telemetry(AGENT.toString(), uri()).forEach(job::environment);
      job.environment("OTEL_METRIC_EXPORT_INTERVAL", "500");
      job.with("--package-dir", ScriptedPackage.directory() + "/*:" + micrometer());
      assertThat(
              job.run("worker-0: step 1; count mnist; fetch " + uri() + "/data; sleep 1500")
                  .state())
          .as(() -> logOf(job))
          .isEqualTo(JobState.SUCCEEDED);
    }

    assertThat(resources(metrics))
        .isNotEmpty()
        .allSatisfy(
            attributes ->
                assertThat(attributes)
                    .containsEntry("service.name", "train-digits")
                    .containsEntry("service.namespace", "vision")
                    .containsKey("service.instance.id")
                    .containsEntry("host.name", InetAddress.getLocalHost().getHostName()));
    assertThat(names(metrics, 1)).contains("jvm.memory.used", "jvm.cpu.time", "digits.read");
    assertThat(resources(spans))
        .isNotEmpty()
        .allSatisfy(
            attributes -> assertThat(attributes).containsEntry("service.name", "train-digits"));
    assertThat(names(spans, 5)).contains("GET");
  }

  private static String logOf(Job job) {
    try {
      return job.log("worker-0");
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String micrometer() {
    return Stream.of(Metrics.class, KeyValue.class, Observation.class)
        .map(type -> TestPackages.whereIs(type).toString())
        .collect(Collectors.joining(":"));
  }

  // ExportMetricsServiceRequest and ExportTraceServiceRequest: field 1 is what a resource has; of
  // that, field 1 is the
  // resource, whose field 1 is its attributes, and field 2 is what a library has measured of it.
  private static List<Map<String, String>> resources(Queue<byte[]> requests) {
    return requests.stream()
        .map(TelemetryTest::parse)
        .flatMap(request -> messages(request, 1))
        .map(ofResource -> attributes(messages(ofResource, 1).findFirst().orElseThrow()))
        .toList();
  }

  private static Map<String, String> attributes(UnknownFieldSet resource) {
    Map<String, String> attributes = new TreeMap<>();
    messages(resource, 1)
        .forEach(
            pair ->
                messages(pair, 2)
                    .filter(value -> value.hasField(1))
                    .forEach(value -> attributes.put(text(pair, 1), text(value, 1))));
    return attributes;
  }

  private static List<String> names(Queue<byte[]> requests, int nameField) {
    return requests.stream()
        .map(TelemetryTest::parse)
        .flatMap(request -> messages(request, 1))
        .flatMap(ofResource -> messages(ofResource, 2))
        .flatMap(ofLibrary -> messages(ofLibrary, 2))
        .map(one -> text(one, nameField))
        .toList();
  }

  private static Stream<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().stream()
        .map(ByteString::toByteArray)
        .map(TelemetryTest::parse);
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0).toString(UTF_8);
  }

  private static UnknownFieldSet parse(byte[] bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
