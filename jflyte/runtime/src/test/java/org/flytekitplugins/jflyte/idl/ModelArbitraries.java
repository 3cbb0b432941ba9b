package org.flytekitplugins.jflyte.idl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.ConjunctionExpression;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Operand;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SchemaType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.spi.RecoverableException;

/** Any value of flytekit-java's model, within what Flyte can carry. */
final class ModelArbitraries {
  private static final int DEPTH = 3;

  private ModelArbitraries() {}

  static Arbitrary<String> texts() {
    Arbitrary<String> anything =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .list()
            .ofMaxSize(8)
            .map(
                points -> {
                  StringBuilder text = new StringBuilder();
                  points.forEach(text::appendCodePoint);
                  return text.toString();
                });
    return Arbitraries.oneOf(
        anything,
        Arbitraries.strings().alpha().ofMaxLength(5),
        Arbitraries.of("", " ", "größe", "モデル", "🚂", "a\u0000b", "{{.input}}"));
  }

  static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(-62_135_596_800L, 253_402_300_799L), nanos())
        .as(Instant::ofEpochSecond);
  }

  static Arbitrary<Duration> durations() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.longs().between(-315_575_999_999L, 315_575_999_999L),
                Arbitraries.longs().between(-2, 2)),
            nanos())
        .as(Duration::ofSeconds);
  }

  static Arbitrary<Primitive> primitives() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Primitive::ofIntegerValue),
        doubles().map(Primitive::ofFloatValue),
        texts().map(Primitive::ofStringValue),
        Arbitraries.of(true, false).map(Primitive::ofBooleanValue),
        instants().map(Primitive::ofDatetime),
        durations().map(Primitive::ofDuration));
  }

  static Arbitrary<Struct> structs() {
    return structs(DEPTH);
  }

  static Arbitrary<Literal> literals() {
    return literals(DEPTH);
  }

  static Arbitrary<Map<String, Literal>> literalMaps() {
    return maps(literals(DEPTH - 1));
  }

  static Arbitrary<LiteralType> literalTypes() {
    return literalTypes(DEPTH);
  }

  static Arbitrary<TypedInterface> interfaces() {
    return Combinators.combine(maps(variables()), maps(variables()))
        .as((in, out) -> TypedInterface.builder().inputs(in).outputs(out).build());
  }

  static Arbitrary<Binding> bindings() {
    return Combinators.combine(texts(), bindingData(DEPTH))
        .as((name, data) -> Binding.builder().var_(name).binding(data).build());
  }

  static Arbitrary<BooleanExpression> conditions() {
    return conditions(DEPTH);
  }

  static Arbitrary<TaskError> errors() {
    return Combinators.combine(
            texts(),
            texts(),
            Arbitraries.of(ContainerError.Kind.class),
            Arbitraries.of(RecoverableException.Origin.class).injectNull(0.3),
            texts().injectNull(0.3),
            instants().injectNull(0.3),
            failures().list().ofMaxSize(3))
        .as(TaskError::new);
  }

  private static Arbitrary<ReplicaFailure> failures() {
    return Combinators.combine(
            Combinators.combine(
                    Arbitraries.of(ReplicaType.values()),
                    Arbitraries.integers().between(0, Integer.MAX_VALUE))
                .as(Replica::of),
            instants(),
            texts(),
            Arbitraries.of(true, false),
            Arbitraries.of(RecoverableException.Origin.class),
            exceptionChains())
        .as(ReplicaFailure::of);
  }

  private static Arbitrary<ExceptionChain> exceptionChains() {
    Arbitrary<ThrownException> plain =
        Combinators.combine(texts(), texts().injectNull(0.3)).as(ThrownException::of);
    Arbitrary<ThrownException> named =
        Combinators.combine(texts(), texts().injectNull(0.3), texts()).as(ThrownException::of);
    Arbitrary<CodeLine> lines =
        Combinators.combine(texts(), texts(), Arbitraries.integers()).as(CodeLine::of);
    return Combinators.combine(
            Arbitraries.oneOf(plain, named).list().ofMinSize(1).ofMaxSize(12),
            lines.injectNull(0.3))
        .as(ExceptionChain::of);
  }

  static <T> Arbitrary<Map<String, T>> maps(Arbitrary<T> values) {
    return Arbitraries.maps(texts(), values).ofMaxSize(4);
  }

  private static Arbitrary<Double> doubles() {
    return Arbitraries.oneOf(
        Arbitraries.doubles(),
        Arbitraries.of(
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE));
  }

  private static Arbitrary<Integer> nanos() {
    return Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 999_999_999));
  }

  private static Arbitrary<Struct> structs(int depth) {
    return maps(structValues(depth)).map(Struct::of);
  }

  private static Arbitrary<Struct.Value> structValues(int depth) {
    Arbitrary<Struct.Value> leaf =
        Arbitraries.oneOf(
            texts().map(Struct.Value::ofStringValue),
            doubles().map(Struct.Value::ofNumberValue),
            Arbitraries.of(true, false).map(Struct.Value::ofBoolValue),
            Arbitraries.create(Struct.Value::ofNullValue));
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            Arbitraries.lazy(() -> lists(structValues(depth - 1)).map(Struct.Value::ofListValue)),
            Arbitraries.lazy(() -> structs(depth - 1).map(Struct.Value::ofStructValue)));
  }

  private static Arbitrary<BlobType> blobTypes() {
    return Combinators.combine(texts(), Arbitraries.of(BlobType.BlobDimensionality.class))
        .as((format, of) -> BlobType.builder().format(format).dimensionality(of).build());
  }

  private static Arbitrary<Scalar> scalars() {
    return Arbitraries.oneOf(
        primitives().map(Scalar::ofPrimitive),
        structs(1).map(Scalar::ofGeneric),
        Combinators.combine(blobTypes(), texts())
            .as(
                (type, uri) ->
                    Scalar.ofBlob(
                        Blob.builder()
                            .metadata(BlobMetadata.builder().type(type).build())
                            .uri(uri)
                            .build())));
  }

  private static Arbitrary<Literal> literals(int depth) {
    Arbitrary<Literal> leaf = scalars().map(Literal::ofScalar);
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            Arbitraries.lazy(() -> lists(literals(depth - 1)).map(Literal::ofCollection)),
            Arbitraries.lazy(() -> maps(literals(depth - 1)).map(Literal::ofMap)));
  }

  private static Arbitrary<LiteralType> literalTypes(int depth) {
    Arbitrary<SchemaType.Column> columns =
        Combinators.combine(texts(), Arbitraries.of(SchemaType.ColumnType.class))
            .as((name, type) -> SchemaType.Column.builder().name(name).type(type).build());
    Arbitrary<LiteralType> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(SimpleType.class).map(LiteralType::ofSimpleType),
            blobTypes().map(LiteralType::ofBlobType),
            lists(columns)
                .map(list -> SchemaType.builder().columns(list).build())
                .map(LiteralType::ofSchemaType));
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            Arbitraries.lazy(() -> literalTypes(depth - 1).map(LiteralType::ofCollectionType)),
            Arbitraries.lazy(() -> literalTypes(depth - 1).map(LiteralType::ofMapValueType)));
  }

  private static Arbitrary<Variable> variables() {
    // An empty description is none: the message cannot tell them apart.
    return Combinators.combine(
            literalTypes(1), texts().filter(text -> !text.isEmpty()).injectNull(0.3))
        .as(
            (type, description) ->
                Variable.builder().literalType(type).description(description).build());
  }

  private static Arbitrary<BindingData> bindingData(int depth) {
    Arbitrary<BindingData> leaf =
        Arbitraries.oneOf(
            scalars().map(BindingData::ofScalar),
            Combinators.combine(texts(), texts())
                .as((node, name) -> OutputReference.builder().nodeId(node).var(name).build())
                .map(BindingData::ofOutputReference));
    return depth == 0
        ? leaf
        : Arbitraries.oneOf(
            leaf,
            Arbitraries.lazy(() -> lists(bindingData(depth - 1)).map(BindingData::ofCollection)),
            Arbitraries.lazy(() -> maps(bindingData(depth - 1)).map(BindingData::ofMap)));
  }

  private static Arbitrary<BooleanExpression> conditions(int depth) {
    Arbitrary<Operand> operands =
        Arbitraries.oneOf(primitives().map(Operand::ofPrimitive), texts().map(Operand::ofVar));
    Arbitrary<BooleanExpression> comparison =
        Combinators.combine(Arbitraries.of(ComparisonExpression.Operator.class), operands, operands)
            .as(
                (operator, left, right) ->
                    ComparisonExpression.builder()
                        .operator(operator)
                        .leftValue(left)
                        .rightValue(right)
                        .build())
            .map(BooleanExpression::ofComparison);
    return depth == 0
        ? comparison
        : Arbitraries.oneOf(
            comparison,
            Arbitraries.lazy(
                () ->
                    Combinators.combine(
                            Arbitraries.of(ConjunctionExpression.LogicalOperator.class),
                            conditions(depth - 1),
                            conditions(depth - 1))
                        .as(ConjunctionExpression::create)
                        .map(BooleanExpression::ofConjunction)));
  }

  private static <T> Arbitrary<List<T>> lists(Arbitrary<T> elements) {
    return elements.list().ofMaxSize(4);
  }
}
