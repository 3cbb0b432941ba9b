package org.flytekitplugins.jflyte.golden;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.jackson.Description;

/** One variable of every type that a Java value can have. */
public record Values(
    @Description("how many") SdkBindingData<Long> integer,
    SdkBindingData<Double> real,
    SdkBindingData<String> text,
    SdkBindingData<Boolean> truth,
    SdkBindingData<Instant> when,
    SdkBindingData<Duration> howLong,
    SdkBindingData<Blob> blob,
    SdkBindingData<Point> struct,
    SdkBindingData<List<Long>> integers,
    SdkBindingData<List<List<String>>> lists,
    SdkBindingData<Map<String, Double>> reals,
    SdkBindingData<Map<String, List<Instant>>> calendar,
    SdkBindingData<List<Point>> line) {
  /** A struct. */
  public record Point(long x, double y, String label) {}
}
