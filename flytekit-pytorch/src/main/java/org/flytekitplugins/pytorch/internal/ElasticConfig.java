package org.flytekitplugins.pytorch.internal;

import com.google.auto.value.AutoValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.jspecify.annotations.Nullable;

/**
 * What makes a PyTorchJob elastic, by the names of Flyte's {@code
 * flyteidl.plugins.kubeflow.ElasticConfig}. The options of a cluster have all five fields, or none
 * if the job is not elastic.
 */
@AutoValue
public abstract class ElasticConfig {
  static final String RDZV_BACKEND = "rdzvBackend";
  static final String MIN_REPLICAS = "minReplicas";
  static final String MAX_REPLICAS = "maxReplicas";
  static final String NPROC_PER_NODE = "nprocPerNode";
  static final String MAX_RESTARTS = "maxRestarts";

  /** By what the workers find each other; Flyte's Python plugin knows no other either. */
  public static final String C10D = "c10d";

  private static final String KEY = "elasticConfig";
  private static final List<String> FIELDS =
      List.of(RDZV_BACKEND, MIN_REPLICAS, MAX_REPLICAS, NPROC_PER_NODE, MAX_RESTARTS);

  /** The fields of the operator's elastic policy, by option. */
  static final Map<String, String> POLICY_FIELDS =
      Map.of(
          RDZV_BACKEND, "elasticPolicy.rdzvBackend",
          MIN_REPLICAS, "elasticPolicy.minReplicas",
          MAX_REPLICAS, "elasticPolicy.maxReplicas",
          NPROC_PER_NODE, "elasticPolicy.nProcPerNode",
          MAX_RESTARTS, "elasticPolicy.maxRestarts");

  ElasticConfig() {}

  /** By what the agents find each other; empty if a custom field of somebody else's says none. */
  public abstract String rdzvBackend();

  /** With how many workers the training can go on. */
  public abstract int minReplicas();

  /** With how many workers it trains at most; so many pods there are. */
  public abstract int maxReplicas();

  /** How many processes each worker starts. */
  public abstract int nprocPerNode();

  /** How often the agents start all processes again. */
  public abstract int maxRestarts();

  /** A configuration. */
  public static ElasticConfig of(
      String rdzvBackend, int minReplicas, int maxReplicas, int nprocPerNode, int maxRestarts) {
    return new AutoValue_ElasticConfig(
        rdzvBackend, minReplicas, maxReplicas, nprocPerNode, maxRestarts);
  }

  /**
   * The configuration of a cluster; empty if it is not elastic.
   *
   * @throws InvalidFieldException if its options are not those of an elastic job
   */
  public static Optional<ElasticConfig> of(TrainingCluster cluster) {
    Map<String, String> options = cluster.options();
    if (FIELDS.stream().noneMatch(options::containsKey)) {
      return Optional.empty();
    }
    return FieldOwner.of(
        "options",
        () ->
            Optional.of(
                of(
                    option(options, RDZV_BACKEND),
                    number(options, MIN_REPLICAS),
                    number(options, MAX_REPLICAS),
                    number(options, NPROC_PER_NODE),
                    number(options, MAX_RESTARTS))));
  }

  /** The options of a cluster that is elastic like this. */
  public Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    options.put(RDZV_BACKEND, rdzvBackend());
    options.put(MIN_REPLICAS, Integer.toString(minReplicas()));
    options.put(MAX_REPLICAS, Integer.toString(maxReplicas()));
    options.put(NPROC_PER_NODE, Integer.toString(nprocPerNode()));
    options.put(MAX_RESTARTS, Integer.toString(maxRestarts()));
    return options;
  }

  /** Reads the configuration out of a custom field, as Flyte does; empty if there is none. */
  static Optional<ElasticConfig> read(CustomObject custom) {
    CustomObject config = custom.object(KEY);
    return config == null
        ? Optional.empty()
        : FieldOwner.of(KEY, () -> Optional.of(readFields(config)));
  }

  // Flyte hands on what is unset as empty, or as 0.
  private static ElasticConfig readFields(CustomObject config) {
    String backend = config.string(RDZV_BACKEND);
    return of(
        backend == null ? "" : backend,
        orZero(config.integer(MIN_REPLICAS)),
        orZero(config.integer(MAX_REPLICAS)),
        orZero(config.integer(NPROC_PER_NODE)),
        orZero(config.integer(MAX_RESTARTS)));
  }

  private static int orZero(@Nullable Integer number) {
    return number == null ? 0 : number;
  }

  /** Adds the configuration to a custom field: all of it, because Flyte hands on all of it. */
  void write(SdkStruct.Builder custom) {
    custom.addStructField(
        KEY,
        SdkStruct.builder()
            .addStringField(RDZV_BACKEND, rdzvBackend())
            .addIntegerField(MIN_REPLICAS, (long) minReplicas())
            .addIntegerField(MAX_REPLICAS, (long) maxReplicas())
            .addIntegerField(NPROC_PER_NODE, (long) nprocPerNode())
            .addIntegerField(MAX_RESTARTS, (long) maxRestarts())
            .build());
  }

  private static String option(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new InvalidFieldException(
          name,
          "",
          "an elastic job has all of " + String.join(", ", FIELDS),
          "set them all, or none");
    }
    return value;
  }

  private static int number(Map<String, String> options, String name) {
    String value = option(options, name);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(
          name, value, "that is no whole number of 32 bits", "use a whole number");
    }
  }
}
