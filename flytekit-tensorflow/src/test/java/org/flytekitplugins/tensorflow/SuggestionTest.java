package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RestartPolicy;

/** Whoever does what a refusal says is not refused again. */
class SuggestionTest {
  private static final Pattern EXAMPLES =
      Pattern.compile("write for example (?<values>.+?)(?<leftOut>, or leave it out)?");

  /** A field and a text that somebody puts into it. */
  record Attempt(Field field, String text) {
    void build(String instead) {
      TfJob.Builder job = TfJob.builder().worker(2).ps(1);
      field.write(job, instead).build();
    }
  }

  enum Field {
    WORKER_REQUESTS_CPU("worker.requests.cpu") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.worker(w -> w.requests(set(text, r -> r.cpu(text))));
      }
    },
    PS_LIMITS_MEMORY("ps.limits.memory") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.ps(p -> p.limits(set(text, l -> l.memory(text))));
      }
    },
    WORKER_LIMITS_GPU("worker.limits.gpu") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.worker(w -> w.limits(set(text, l -> l.gpu(text))));
      }
    },
    WORKER_REQUESTS_EPHEMERAL_STORAGE("worker.requests.ephemeralStorage") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.worker(w -> w.requests(set(text, r -> r.ephemeralStorage(text))));
      }
    },
    WORKER_IMAGE("worker.image") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.worker(w -> w.image(text));
      }
    },
    CHIEF_REPLICAS("chief.replicas") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.chief(Integer.parseInt(text));
      }
    },
    WORKER_REPLICAS("worker.replicas") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.worker(Integer.parseInt(text));
      }
    },
    PS_REPLICAS("ps.replicas") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.ps(Integer.parseInt(text));
      }
    },
    TTL("runPolicy.ttlAfterFinished") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.runPolicy(r -> r.ttlAfterFinished(text == null ? null : Duration.parse(text)));
      }
    },
    BACKOFF_LIMIT("runPolicy.backoffLimit") {
      @Override
      TfJob.Builder write(TfJob.Builder job, String text) {
        return job.runPolicy(r -> r.backoffLimit(text == null ? null : Integer.valueOf(text)));
      }
    };

    private final String path;

    Field(String path) {
      this.path = path;
    }

    /** Writes the field; null leaves it out. */
    abstract TfJob.Builder write(TfJob.Builder job, String text);

    private static Consumer<ResourceList.Builder> set(
        String text, Consumer<ResourceList.Builder> field) {
      return list -> {
        if (text != null) {
          field.accept(list);
        }
      };
    }
  }

  @Property(tries = 5000)
  void whatARefusalSuggestsIsTaken(@ForAll("attempts") Attempt attempt) {
    InvalidFieldException refusal;
    try {
      attempt.build(attempt.text());
      return;
    } catch (InvalidFieldException e) {
      refusal = e;
    }
    assertThat(refusal.field()).isEqualTo(attempt.field().path);
    String message = refusal.getMessage();
    for (String suggestion : suggestions(message.substring(message.lastIndexOf(": ") + 2))) {
      assertThatCode(() -> attempt.build(followed(suggestion, attempt.text())))
          .as(message + " → " + suggestion)
          .doesNotThrowAnyException();
    }
  }

  private static final String LEFT_OUT = "leave it out";
  private static final String WITHOUT_FRACTION = "drop the fraction";

  /** The values in a remedy; fails at one that nobody has thought of here. */
  private static List<String> suggestions(String remedy) {
    Matcher examples = EXAMPLES.matcher(remedy);
    if (examples.matches()) {
      List<String> values = new ArrayList<>(List.of(examples.group("values").split(", | or ")));
      if (examples.group("leftOut") != null) {
        values.add(LEFT_OUT);
      }
      return values;
    }
    return switch (remedy) {
      case "ask for 1 or more" -> List.of("1", "2");
      case "ask for 1, and for more workers" -> List.of("1");
      case "use at least PT1S" -> List.of("PT1S");
      case WITHOUT_FRACTION -> List.of(WITHOUT_FRACTION);
      case "shorten it, or leave it out for no end" -> List.of("PT2147483647S", LEFT_OUT);
      case "use 1 or more, or leave it out; restartPolicy NEVER means no restarts" ->
          List.of("1", LEFT_OUT);
      case "ask for fewer" -> List.of("2147483640");
      default -> throw new AssertionError("a remedy that this test does not know: " + remedy);
    };
  }

  private static String followed(String suggestion, String text) {
    return switch (suggestion) {
      case LEFT_OUT -> null;
      case WITHOUT_FRACTION -> Duration.ofSeconds(Duration.parse(text).toSeconds()).toString();
      default -> suggestion;
    };
  }

  @Property(tries = 500)
  void aRequestAboveItsLimitIsTakenWhenItIsLoweredOrTheLimitIsRaised(
      @ForAll("cores") String request, @ForAll("cores") String limit) {
    try {
      ReplicaSpec.of(r -> r.requests(q -> q.cpu(request)).limits(q -> q.cpu(limit)));
    } catch (InvalidFieldException e) {
      assertThat(e).hasMessageEndingWith(": lower the request or raise the limit");
      assertThat(
              List.of(
                  ReplicaSpec.of(r -> r.requests(q -> q.cpu(limit)).limits(q -> q.cpu(limit))),
                  ReplicaSpec.of(r -> r.requests(q -> q.cpu(request)).limits(q -> q.cpu(request)))))
          .hasSize(2);
    }
  }

  @Property(tries = 20)
  void whatLeadsMayHaveThePoliciesThatAreNamed(@ForAll RestartPolicy policy) {
    try {
      TfJob.builder().worker(w -> w.restartPolicy(policy)).build();
    } catch (InvalidFieldException e) {
      assertThat(policy).isEqualTo(RestartPolicy.ALWAYS);
      assertThat(e).hasMessageEndingWith(": use ON_FAILURE or NEVER");
      TfJob.builder().worker(w -> w.restartPolicy(RestartPolicy.ON_FAILURE)).build();
      TfJob.builder().worker(w -> w.restartPolicy(RestartPolicy.NEVER)).build();
    }
  }

  @Provide
  Arbitrary<String> cores() {
    return Combinators.combine(Arbitraries.integers().between(1, 999), Arbitraries.of("", "m", "k"))
        .as((number, suffix) -> number + suffix);
  }

  @Provide
  Arbitrary<Attempt> attempts() {
    Arbitrary<String> quantities =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Combinators.combine(
                        Arbitraries.of("", "", "+", "-"),
                        Arbitraries.of("0", "1", "0.5", "20.5", "999", "0.0000001", "2147483648"),
                        Arbitraries.of(
                            "", "n", "u", "m", "k", "Mi", "Gi", "Ei", "e-3", "GB", " Gi"))
                    .as((sign, number, suffix) -> sign + number + suffix)),
            Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(6)));
    Arbitrary<String> images =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of("", " ", "Train:1", "a".repeat(256), "0".repeat(64))),
            Tuple.of(1, Arbitraries.strings().ascii().ofMaxLength(8)));
    Arbitrary<String> counts =
        Arbitraries.of(-1, 0, 1, 2, Integer.MAX_VALUE, Integer.MIN_VALUE).map(Object::toString);
    Arbitrary<String> durations =
        Arbitraries.of("PT0S", "PT-1.5S", "PT0.3S", "PT1.5S", "PT1H", "PT2147483648S");
    return Arbitraries.oneOf(
        attempts(Field.WORKER_REQUESTS_CPU, quantities),
        attempts(Field.PS_LIMITS_MEMORY, quantities),
        attempts(Field.WORKER_LIMITS_GPU, quantities),
        attempts(Field.WORKER_REQUESTS_EPHEMERAL_STORAGE, quantities),
        attempts(Field.WORKER_IMAGE, images),
        attempts(Field.CHIEF_REPLICAS, counts),
        attempts(Field.WORKER_REPLICAS, counts),
        attempts(Field.PS_REPLICAS, counts),
        attempts(Field.TTL, durations),
        attempts(Field.BACKOFF_LIMIT, counts));
  }

  private static Arbitrary<Attempt> attempts(Field field, Arbitrary<String> texts) {
    return texts.map(text -> new Attempt(field, text));
  }
}
