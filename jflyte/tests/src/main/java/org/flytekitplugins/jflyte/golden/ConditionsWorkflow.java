package org.flytekitplugins.jflyte.golden;

import static org.flyte.flytekit.SdkConditions.eq;
import static org.flyte.flytekit.SdkConditions.gt;
import static org.flyte.flytekit.SdkConditions.gte;
import static org.flyte.flytekit.SdkConditions.isFalse;
import static org.flyte.flytekit.SdkConditions.isTrue;
import static org.flyte.flytekit.SdkConditions.lt;
import static org.flyte.flytekit.SdkConditions.lte;
import static org.flyte.flytekit.SdkConditions.neq;
import static org.flyte.flytekit.SdkConditions.when;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.time.Instant;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.jspecify.annotations.Nullable;

/** Every comparison, of every primitive type, joined and nested. */
@AutoService(SdkWorkflow.class)
public final class ConditionsWorkflow extends SdkWorkflow<ConditionsWorkflow.Input, Void> {
  /** One of each type that can be compared. */
  public record Input(
      SdkBindingData<Long> integer,
      SdkBindingData<Double> real,
      SdkBindingData<String> text,
      SdkBindingData<Boolean> truth,
      SdkBindingData<Instant> when,
      SdkBindingData<Duration> howLong) {}

  /** The workflow. */
  public ConditionsWorkflow() {
    super(JacksonSdkType.of(Input.class), SdkTypes.nulls());
  }

  @Override
  protected @Nullable Void expand(SdkWorkflowBuilder builder, Input input) {
    var nested =
        when(
                "inner",
                isTrue(input.truth())
                    .and(
                        lt(input.real(), SdkBindingDataFactory.of(0.5)).or(isFalse(input.truth()))),
                new QuietTask())
            .otherwise("inner-else", new QuietTask());
    builder.apply(
        "with-otherwise",
        when("equal", eq(input.integer(), SdkBindingDataFactory.of(7)), new QuietTask())
            .when("unequal", neq(input.text(), SdkBindingDataFactory.of("seven")), new QuietTask())
            .when(
                "above", gt(input.when(), SdkBindingDataFactory.of(Instant.EPOCH)), new QuietTask())
            .when(
                "not-below",
                gte(input.howLong(), SdkBindingDataFactory.of(Duration.ofMinutes(90))),
                new QuietTask())
            .when("not-above", lte(input.integer(), input.integer()), new QuietTask())
            .otherwise("nested", nested));
    builder.apply("without-otherwise", when("only", isTrue(input.truth()), new QuietTask()));
    return null;
  }
}
