package org.flytekitplugins.tensorflow.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.Json;
import org.flytekitplugins.kubeflow.internal.PeerAddress;
import org.flytekitplugins.kubeflow.internal.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code TF_CONFIG}: a JSON object with the addresses of the {@code cluster} by role, and the
 * {@code task} of this replica. In the dense form the members of every role are listed. In the
 * sparse form, with dynamic workers, {@code worker} is an object by index: a worker finds itself
 * and all parameter servers there, a parameter server only itself, and any other replica nobody.
 */
final class TfConfig {
  static final String VARIABLE = "TF_CONFIG";

  private static final String EXPECTED =
      "{\"cluster\":{\"worker\":[\"host:port\"]},\"task\":{\"type\":\"worker\",\"index\":0}}";

  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final String text;

  private TfConfig(String text) {
    this.text = text;
  }

  static TrainingContext parse(String text) {
    return new TfConfig(text).parse();
  }

  private TrainingContext parse() {
    Map<?, ?> config = object(json(), "the whole");
    Map<?, ?> cluster = object(config.get("cluster"), "cluster");
    Replica replica = task(object(config.get("task"), "task"));
    SortedMap<Replica, String> addresses = addresses(cluster, replica);
    checkDistinct(addresses);
    if (!addresses.containsKey(replica) && !mayBeMissing(replica.type(), cluster)) {
      throw refuse("the task is " + replica + ", which is not in the cluster");
    }
    int unlisted = addresses.containsKey(replica) ? 0 : 1;
    return TrainingContext.create(
        replica,
        addresses,
        addresses.size() + unlisted,
        TensorflowJobKind.leads(replica, addresses.keySet()));
  }

  private @Nullable Object json() {
    try {
      return Json.parse(text);
    } catch (IOException e) {
      throw refuse("that is not JSON (" + e.getMessage() + ")");
    }
  }

  private SortedMap<Replica, String> addresses(Map<?, ?> cluster, Replica replica) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    cluster.forEach(
        (role, members) -> {
          ReplicaType type = type(role, "a role of cluster");
          String where = "cluster." + type.lowerCaseName();
          boolean isItself = type == ReplicaType.PS && replica.type() == type && isSparse(cluster);
          indexed(members, isItself ? replica.index() : 0, where)
              .forEach((i, address) -> addresses.put(Replica.of(type, i), address(address, where)));
        });
    return addresses;
  }

  private static boolean isSparse(Map<?, ?> cluster) {
    return cluster.get(ReplicaType.WORKER.lowerCaseName()) instanceof Map;
  }

  /** The members of a role by index, whether they are listed or already by index. */
  private Map<Integer, @Nullable Object> indexed(
      @Nullable Object members, int firstIndex, String where) {
    Map<Integer, @Nullable Object> indexed = new LinkedHashMap<>();
    if (members instanceof List) {
      for (Object member : (List<?>) members) {
        indexed.put(firstIndex + indexed.size(), member);
      }
    } else if (members instanceof Map) {
      ((Map<?, ?>) members).forEach((index, member) -> indexed.put(index(index, where), member));
    } else if (members != null) { // null is how the operator's JSON writes a list that is not there
      throw refuse(
          where + " is " + Json.quote(members) + ", neither a list nor an object by index");
    }
    return indexed;
  }

  private String address(@Nullable Object address, String where) {
    if (address instanceof String && PeerAddress.isAddress((String) address)) {
      return (String) address;
    }
    throw refuse(where + " has the address " + Json.quote(address) + ", not host:port");
  }

  private Replica task(Map<?, ?> task) {
    return Replica.of(type(task.get("type"), "task.type"), index(task.get("index"), "task.index"));
  }

  private ReplicaType type(@Nullable Object role, String where) {
    for (ReplicaType type : ReplicaType.values()) {
      if (type.lowerCaseName().equals(role)) {
        return type;
      }
    }
    throw refuse(
        where + found(role) + ", which is none of chief, master, worker, ps and evaluator");
  }

  private int index(@Nullable Object index, String where) {
    String digits = String.valueOf(index);
    if (INDEX.matcher(digits).matches()) {
      return Integer.parseInt(digits);
    }
    throw refuse(where + found(index) + ", not a whole number from 0 up");
  }

  private Map<?, ?> object(@Nullable Object value, String where) {
    if (value instanceof Map) {
      return (Map<?, ?>) value;
    }
    throw refuse(where + found(value) + ", not an object");
  }

  private static String found(@Nullable Object value) {
    return value == null ? " is missing" : " is " + Json.quote(value);
  }

  private void checkDistinct(SortedMap<Replica, String> addresses) {
    Map<String, Replica> owners = new HashMap<>();
    addresses.forEach(
        (replica, address) -> {
          Replica other = owners.put(address, replica);
          if (other != null) {
            throw refuse(other + " and " + replica + " are both at " + address);
          }
        });
  }

  // Old operators leave the evaluator out, the sparse form every role that nobody connects to.
  private static boolean mayBeMissing(ReplicaType type, Map<?, ?> cluster) {
    if (isSparse(cluster)) {
      return type != ReplicaType.WORKER && type != ReplicaType.PS;
    }
    return type == ReplicaType.EVALUATOR && !cluster.containsKey(type.lowerCaseName());
  }

  private IllegalArgumentException refuse(String problem) {
    return new IllegalArgumentException(
        String.format(
            "%s is %s, but %s: expected the form %s",
            VARIABLE, Quoted.shortened(text), Quoted.shortened(problem), EXPECTED));
  }
}
