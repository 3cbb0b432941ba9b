package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.OnFailurePolicy;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.SdkWorkflowMetadata;
import org.flyte.flytekit.jackson.JacksonSdkLiteralType;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.jflyte.golden.Values.Point;

/** Every kind of binding, every override of a node, every kind of task. */
@AutoService(SdkWorkflow.class)
public final class NodesWorkflow extends SdkWorkflow<SdkBindingData<Long>, Values> {
  /** The workflow. */
  public NodesWorkflow() {
    super(
        SdkLiteralTypes.integers().asSdkType("number", "any number"),
        JacksonSdkType.of(Values.class));
  }

  @Override
  protected Values expand(SdkWorkflowBuilder builder, SdkBindingData<Long> number) {
    builder.setWorkflowMetadata(
        SdkWorkflowMetadata.builder()
            .onFailure(
                OnFailurePolicy.builder()
                    .kind(OnFailurePolicy.Kind.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE)
                    .build())
            .build());
    var constants = builder.apply("constants", new EveryTypeTask(), constants()).getOutputs();
    var rows =
        builder.apply("query", new QueryTask(), SdkBindingDataFactory.of("select 1")).getOutputs();
    var added = builder.apply("add", new UnaryTask(), rows).getOutputs();
    var fanOut = builder.apply("fan-out", new FanOutTask(), added);
    var quiet =
        builder.apply(
            "quiet",
            new QuietTask()
                .withUpstreamNode(fanOut)
                .withNameOverride("a quiet one")
                .withTimeoutOverride(Duration.ofMinutes(15)));
    builder.apply("greet", new ContainerTask(), SdkBindingDataFactory.of("world"));
    builder.apply(
        "table",
        new Outer.NestedTask().withUpstreamNode(quiet),
        blob("s3://bucket/table", Outer.CSV));
    builder.apply("extended", new ExtendedTask().withTimeoutOverride(Duration.ofMillis(2500)));
    builder.apply("train", new TrainTask(), new TrainTask.Input(constants.blob(), number));
    builder.apply("train-in-python", new TrainInPythonTask(), number);
    return builder
        .apply("promises", new EveryTypeTask(), promises(constants, number, added))
        .getOutputs();
  }

  private static Values constants() {
    var point = JacksonSdkLiteralType.of(Point.class);
    Point here = new Point(1, 2.5, "here");
    Instant noon = Instant.parse("2026-11-22T12:00:00.123456789Z");
    return new Values(
        SdkBindingDataFactory.of(-7),
        SdkBindingDataFactory.of(0.1),
        SdkBindingDataFactory.of("text"),
        SdkBindingDataFactory.of(false),
        SdkBindingDataFactory.of(noon),
        SdkBindingDataFactory.of(Duration.ofMillis(-1500)),
        blob("s3://bucket/key", BlobType.DEFAULT),
        SdkBindingDataFactory.of(point, here),
        SdkBindingDataFactory.ofIntegerCollection(List.of(1L, 2L, 3L)),
        SdkBindingDataFactory.of(
            SdkLiteralTypes.collections(SdkLiteralTypes.strings()),
            List.of(List.of("a", "b"), List.of())),
        SdkBindingDataFactory.ofFloatMap(Map.of("pi", 3.14)),
        SdkBindingDataFactory.of(
            SdkLiteralTypes.maps(SdkLiteralTypes.collections(SdkLiteralTypes.datetimes())),
            Map.of("noon", List.of(noon))),
        SdkBindingDataFactory.of(point, List.of(here)));
  }

  private static SdkBindingData<Blob> blob(String uri, BlobType type) {
    return SdkBindingDataFactory.of(
        Blob.builder().uri(uri).metadata(BlobMetadata.builder().type(type).build()).build());
  }

  private static Values promises(
      Values constants, SdkBindingData<Long> number, SdkBindingData<Long> added) {
    return new Values(
        number,
        constants.real(),
        constants.text(),
        constants.truth(),
        constants.when(),
        constants.howLong(),
        constants.blob(),
        constants.struct(),
        SdkBindingDataFactory.ofBindingCollection(
            SdkLiteralTypes.integers(), List.of(number, added, SdkBindingDataFactory.of(3))),
        constants.lists(),
        SdkBindingDataFactory.ofBindingMap(
            SdkLiteralTypes.floats(), Map.of("real", constants.real())),
        constants.calendar(),
        constants.line());
  }
}
