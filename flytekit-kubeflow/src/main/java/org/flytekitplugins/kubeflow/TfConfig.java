package org.flytekitplugins.kubeflow;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code TF_CONFIG}: a JSON object with the addresses of the {@code cluster} by role, as
 * lists (dense) or by index (sparse, with dynamic workers), and the {@code task} of this replica.
 */
final class TfConfig {
  static final String VARIABLE = "TF_CONFIG";

  private static final String EXPECTED =
      "{\"cluster\":{\"worker\":[\"host:port\"]},\"task\":{\"type\":\"worker\",\"index\":0}}";

  private final String text;

  private TfConfig(String text) {
    this.text = text;
  }

  static TrainingContext parse(String text) {
    return new TfConfig(text).parse();
  }

  private TrainingContext parse() {
    Map<?, ?> config = object(json(), "the whole");
    SortedMap<Replica, String> addresses = addresses(object(config.get("cluster"), "cluster"));
    Replica replica = task(object(config.get("task"), "task"));
    checkMembership(replica, addresses);
    int others = addresses.containsKey(replica) ? 0 : 1;
    return TrainingContext.create(
        replica, addresses, addresses.size() + others, isPrimary(replica, addresses));
  }

  private @Nullable Object json() {
    try {
      return Json.parse(text);
    } catch (IOException e) {
      throw refuse("is not JSON (" + e.getMessage() + ")");
    }
  }

  private SortedMap<Replica, String> addresses(Map<?, ?> cluster) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    cluster.forEach(
        (role, members) -> {
          ReplicaType type = type(role, "a role of cluster");
          indexed(members, "cluster." + role)
              .forEach(
                  (index, address) ->
                      addresses.put(Replica.of(type, index), address(address, "cluster." + role)));
        });
    checkDistinct(addresses);
    return addresses;
  }

  /** The members of a role by index, whether they are listed or already by index. */
  private Map<Integer, Object> indexed(@Nullable Object members, String where) {
    Map<Integer, Object> indexed = new TreeMap<>();
    if (members instanceof List) {
      for (Object member : (List<?>) members) {
        indexed.put(indexed.size(), member);
      }
    } else if (members instanceof Map) {
      ((Map<?, ?>) members).forEach((index, member) -> indexed.put(index(index, where), member));
    } else {
      throw refuse(where + " is " + members + ", neither a list nor an object by index");
    }
    return indexed;
  }

  private String address(@Nullable Object address, String where) {
    if (address instanceof String && ((String) address).matches(".+:[0-9]{1,5}")) {
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
        where
            + " is "
            + Json.quote(role)
            + ", which is none of chief, master, worker, ps and evaluator");
  }

  private int index(@Nullable Object index, String where) {
    String digits = String.valueOf(index);
    if (digits.matches("[0-9]{1,9}")) {
      return Integer.parseInt(digits);
    }
    throw refuse(where + " is " + Json.quote(index) + ", not a whole number from 0 up");
  }

  private Map<?, ?> object(@Nullable Object value, String where) {
    if (value instanceof Map) {
      return (Map<?, ?>) value;
    }
    throw refuse(
        value == null ? where + " is missing" : where + " is " + value + ", not an object");
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

  // Old operators leave the evaluator out of the cluster, sparse forms everyone but the workers and
  // parameter servers that the replica talks to, which may be nobody.
  private void checkMembership(Replica replica, SortedMap<Replica, String> addresses) {
    if (addresses.isEmpty() || addresses.containsKey(replica)) {
      return;
    }
    boolean roleIsListed = addresses.keySet().stream().anyMatch(r -> r.type() == replica.type());
    if (roleIsListed || replica.type() != ReplicaType.EVALUATOR) {
      throw refuse("the task is " + replica + ", which is not in the cluster");
    }
  }

  private static boolean isPrimary(Replica replica, SortedMap<Replica, String> addresses) {
    for (ReplicaType type : Primary.ORDER) {
      if (replica.type() == type) {
        return replica.index() == 0;
      }
      if (addresses.keySet().stream().anyMatch(member -> member.type() == type)) {
        return false;
      }
    }
    return false;
  }

  private IllegalArgumentException refuse(String problem) {
    return new IllegalArgumentException(
        VARIABLE + " is " + text + ", but " + problem + ": expected the form " + EXPECTED);
  }
}
